import Foundation

/// The local pool's own process.
final class PoolProcess: @unchecked Sendable {
  let endpoint: URL
  private let process = Process()

  init() throws {
    guard let binary = ProcessInfo.processInfo.environment["LOCAL_POOL_BINARY"],
      FileManager.default.isExecutableFile(atPath: binary)
    else { throw LocalPoolError.noBinary }
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = ["--port", "0"]
    process.standardOutput = output
    try process.run()
    endpoint = try Self.announcedEndpoint(in: output.fileHandleForReading)
  }

  func stop() {
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// Reads up to the line by which the pool says that it is ready.
  private static func announcedEndpoint(in output: FileHandle) throws -> URL {
    let announcement = "cognito-local-pool listening on "
    var text = ""
    while true {
      let chunk = output.availableData
      guard !chunk.isEmpty else { throw LocalPoolError.notReady }
      text += String(decoding: chunk, as: UTF8.self)
      let complete = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = complete.first(where: { $0.hasPrefix(announcement) }),
        let endpoint = URL(string: String(line.dropFirst(announcement.count)))
      {
        return endpoint
      }
    }
  }
}
