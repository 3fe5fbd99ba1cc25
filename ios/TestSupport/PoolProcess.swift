import Foundation

/// The local pool's own process. With `--strict`, it refuses a challenge response that contains an alias in place of
/// the pool user name.
final class PoolProcess: @unchecked Sendable {
  let endpoint: URL
  /// The `amplify_outputs.json` that the process prints.
  let amplifyOutputs: String
  private let process = Process()

  init() throws {
    guard let binary = ProcessInfo.processInfo.environment["LOCAL_POOL_BINARY"],
      FileManager.default.isExecutableFile(atPath: binary)
    else { throw LocalPoolError.noBinary }
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = ["--port", "0", "--strict"]
    process.standardOutput = output
    try process.run()
    (endpoint, amplifyOutputs) = try Self.announcement(in: output.fileHandleForReading)
  }

  func stop() {
    if process.isRunning {
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// Reads up to the line that says that the pool is ready.
  private static func announcement(in output: FileHandle) throws -> (endpoint: URL, amplifyOutputs: String) {
    let ready = "cognito-local-pool listening on "
    var text = ""
    while true {
      let chunk = output.availableData
      guard !chunk.isEmpty else { throw LocalPoolError.notReady }
      text += String(decoding: chunk, as: UTF8.self)
      let complete = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = complete.first(where: { $0.hasPrefix(ready) }),
        let endpoint = URL(string: String(line.dropFirst(ready.count)))
      {
        let outputs = complete.drop { $0 != "amplify_outputs.json:" }.dropFirst().prefix { $0 != line }
        return (endpoint, outputs.joined(separator: "\n"))
      }
    }
  }
}
