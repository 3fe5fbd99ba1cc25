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

    // The shell gives up its copy of the output, so that the output ends when the pool ends. For the pool itself the
    // signal is SIGKILL, because SIGTERM may not arrive: the pool inherits the blocked signals of the thread that starts
    // it, and a thread of a Swift task blocks SIGTERM. Node.js unblocks it, so it arrives at npm's script.
    private static let script = #"end=$1; shift; "$@" & exec >/dev/null 2>&1; cat; kill -s "$end" $!; wait"#

    init(program: String?, arguments: [String]) throws {
      let program = try PoolProgram.find(program)
      let output = Pipe()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", Self.script, "sh", program.end, program.path, "--port", "0"] + arguments
      shell.standardInput = input
      shell.standardOutput = output
      try shell.run()
      (endpoint, amplifyOutputs) = try Self.announcement(in: output.fileHandleForReading)
    }

    func stop() {
      try? input.fileHandleForWriting.close()
      shell.waitUntilExit()
    }

    /// `HOST` in the environment can let the pool listen on all addresses. A client needs a single address.
    private static func reachable(_ endpoint: String) -> String {
      endpoint.replacingOccurrences(of: "//0.0.0.0:", with: "//127.0.0.1:")
        .replacingOccurrences(of: "//[::]:", with: "//[::1]:")
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
          let endpoint = URL(string: reachable(String(line.dropFirst(ready.count))))
        {
          // A pool that listens on `localhost` prints its second address after the file.
          let outputs = complete.drop { $0 != "amplify_outputs.json:" }.dropFirst()
            .prefix { $0 != line && !$0.hasPrefix("also listening on ") }
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
