import Foundation
import XCTest

/// A process of `ios/TestProcess`, as the test that has started it sees it. One thread at a time uses it.
final class ChildProcess: @unchecked Sendable {
  /// When to kill a process in the middle of a call.
  enum Kill {
    /// At the point with this number.
    case at(Int)
    /// Some seconds after the call has begun, or after its end.
    case after(TimeInterval)
  }

  /// All lines that it has said.
  private(set) var said: [String] = []

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  /// What the process has written, and nobody has read as a line.
  private var unread = Data()

  init(arguments: [String]) throws {
    // A write to a process that was killed has to fail. It would end this process otherwise.
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

  /// Writes a line. One that has been killed does not read it.
  func tell(_ line: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// The next line that the process says; `nil` if it has ended.
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

  /// The result of the call that runs; `nil` if the process has ended, or waits at a point.
  private func resultOrNil() -> String? {
    while let line = heard() {
      if line.hasPrefix("point ") { return nil }
      if !line.hasPrefix("sent ") && line != Self.overlap { return line }
    }
    return nil
  }

  /// The result of the call that runs.
  func result() throws -> String {
    try XCTUnwrap(resultOrNil(), "the process does not go on to the result: \(said)")
  }

  /// Makes a call, and gives its result.
  func ask(_ call: String) throws -> String {
    tell(call)
    return try result()
  }

  /// Begins a call, and waits until the process stops at a point: the last of the names.
  func begin(_ call: String, upTo point: String) throws {
    XCTAssertEqual(try ask("arm \(point)"), "armed")
    tell(call)
    XCTAssertNil(resultOrNil(), "no result before the point")
  }

  /// Sends a signal.
  func send(_ signal: Int32) {
    XCTAssertEqual(kill(process.processIdentifier, signal), 0)
  }

  /// Makes calls, of which each depends on the result of the former, until there is none.
  func play(_ next: (String?) async throws -> String?) async throws {
    var result: String?
    while let call = try await next(result) {
      tell(call)
      result = resultOrNil()
      if result == nil { return }
    }
  }

  /// Kills the process in the middle of the calls, or after them. Gives what it had said since they began.
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
    // What it said before it died is still in the pipe.
    while heard() != nil {}
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .uncaughtSignal)
    XCTAssertEqual(process.terminationStatus, SIGKILL)
    return said
  }

  /// Forgets what the process has said.
  func forget() {
    said = []
  }

  private static func wait(for semaphore: DispatchSemaphore) {
    semaphore.wait()
  }

  /// What a process says whose refresh begins while that of another one runs.
  static let overlap = "overlap"
}
