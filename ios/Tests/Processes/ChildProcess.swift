import Foundation
import XCTest

/// A process that runs `ios/TestProcess`, for the test that has started it. Only one thread at a time may use this
/// object.
final class ChildProcess: @unchecked Sendable {
  /// When to kill a process in the middle of a call.
  enum Kill {
    /// At the point with this number, as `Points` counts them.
    case at(Int)
    /// This many seconds after the first call has begun: during the calls, or after their end.
    case after(TimeInterval)
  }

  /// All lines that the process has written since the last ``forget()``.
  private(set) var said: [String] = []

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  /// What the process has written after the last line that was read.
  private var unread = Data()

  init(arguments: [String]) throws {
    // A write to a killed process has to fail with an error. Without this line, the write would end this process.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = Self.builtProducts.appendingPathComponent("TestProcess")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit {
    end()
  }

  /// Kills the process, if it still runs.
  func end() {
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  /// The folder with the test's own program.
  private static var builtProducts: URL {
    #if os(Linux)
      URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    #else
      Bundle(for: ChildProcess.self).bundleURL.deletingLastPathComponent()
    #endif
  }

  /// Writes a line to the process's input. Does nothing if the process was killed.
  func tell(_ line: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// The next line that the process writes; `nil` if the process has ended.
  private func heard() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[..<end], as: UTF8.self)
        unread = Data(unread[(end + 1)...])
        said.append(line)
        return line
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      unread += more
    }
  }

  /// The result of the running call; `nil` if the process has ended, or waits at a point.
  private func resultOrNil() -> String? {
    while let line = heard() {
      if line.hasPrefix("point ") { return nil }
      if !line.hasPrefix("sent ") && line != Self.overlap { return line }
    }
    return nil
  }

  /// The result of the running call.
  func result() throws -> String {
    try XCTUnwrap(resultOrNil(), "the process has ended or stopped before the result: \(said)")
  }

  /// Makes a call, and returns its result.
  func ask(_ call: String) throws -> String {
    tell(call)
    return try result()
  }

  /// Begins a call, and waits until the process stops at a point. `point` has the form that `Points.arm` takes.
  func begin(_ call: String, upTo point: String) throws {
    XCTAssertEqual(try ask("arm \(point)"), "armed")
    tell(call)
    XCTAssertNil(resultOrNil(), "the call ended before the point")
  }

  /// Sends the process a signal.
  func send(_ signal: Int32) {
    XCTAssertEqual(kill(process.processIdentifier, signal), 0)
  }

  /// Makes calls until `next` returns `nil`, or the process ends or stops. `next` gets the previous call's result.
  func play(_ next: (String?) async throws -> String?) async throws {
    var result: String?
    while let call = try await next(result) {
      tell(call)
      result = resultOrNil()
      if result == nil { return }
    }
  }

  /// Makes calls as `play` does, and kills the process during the calls or after them. Returns the lines that the
  /// process wrote after the first call began.
  func killed(_ moment: Kill, _ next: (String?) async throws -> String?) async throws -> [String] {
    switch moment {
    case .at(let point):
      XCTAssertEqual(try ask("arm \(point)"), "armed")
      forget()
      try await play(next)
      send(SIGKILL)
    case .after(let seconds):
      forget()
      let killed = DispatchSemaphore(value: 0)
      let id = process.processIdentifier
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: seconds)
        kill(id, SIGKILL)
        killed.signal()
      }
      try await play(next)
      Self.wait(for: killed)
    }
    // Lines that the process wrote before it was killed are still in the pipe.
    while heard() != nil {}
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .uncaughtSignal)
    XCTAssertEqual(process.terminationStatus, SIGKILL)
    return said
  }

  /// Forgets the lines that the process has written.
  func forget() {
    said = []
  }

  private static func wait(for semaphore: DispatchSemaphore) {
    semaphore.wait()
  }

  /// The line that a process writes if it begins a refresh while another process refreshes.
  static let overlap = "overlap"
}
