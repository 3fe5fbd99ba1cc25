import Foundation

#if os(macOS) || os(Linux)
  /// The local pool's own process.
  ///
  /// A shell starts the pool, and kills it when the shell's input ends. The input ends when ``stop()`` closes it, and
  /// when this process ends, even if this process is killed.
  final class PoolProcess: @unchecked Sendable {
    let endpoint: URL
    /// The `amplify_outputs.json` that the pool prints.
    let amplifyOutputs: String
    private let shell = Process()
    private let input = Pipe()

    // The shell gives up its copy of the output, so that the output ends when the pool ends. The signal is SIGKILL,
    // because SIGTERM may not arrive: the pool inherits the blocked signals of the thread that starts it, and a thread
    // of a Swift task blocks SIGTERM.
    private static let script = #""$@" & exec >/dev/null 2>&1; cat; kill -9 $!; wait"#

    init(program: String?, arguments: [String]) throws {
      let path = program ?? ProcessInfo.processInfo.environment["COGNITO_LOCAL_POOL"]
      guard let path, FileManager.default.isExecutableFile(atPath: path) else { throw LocalPoolError.noProgram(path) }
      let output = Pipe()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", Self.script, "sh", path, "--port", "0"] + arguments
      shell.standardInput = input
      shell.standardOutput = output
      try shell.run()
      (endpoint, amplifyOutputs) = try Self.announcement(in: output.fileHandleForReading)
    }

    func stop() {
      try? input.fileHandleForWriting.close()
      shell.waitUntilExit()
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
#else
  /// No process can be started on this platform.
  struct PoolProcess: Sendable {
    let amplifyOutputs: String
    func stop() {}
  }
#endif
