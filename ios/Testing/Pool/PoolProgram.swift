import Foundation

#if os(macOS) || os(Linux)
  /// The program of the local pool, however it was installed.
  struct PoolProgram {
    let path: String

    /// The signal that ends the program. npm's is a script, which has to end the program that it has started.
    var end: String { isScript ? "TERM" : "KILL" }

    private var isScript: Bool {
      guard let file = FileHandle(forReadingAtPath: path) else { return false }
      defer { try? file.close() }
      return file.readData(ofLength: 2) == Data("#!".utf8)
    }

    /// The given path, or what the environment names, or the program of the `PATH`.
    ///
    /// - Throws: ``LocalPoolError/noProgram(_:)``
    static func find(
      _ given: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
      home: String = NSHomeDirectory()
    ) throws -> PoolProgram {
      if let path = given ?? environment["COGNITO_LOCAL_POOL"].flatMap({ $0.isEmpty ? nil : $0 }) {
        guard FileManager.default.isExecutableFile(atPath: path) else { throw LocalPoolError.noProgram(path) }
        return PoolProgram(path: path)
      }
      // Xcode starts tests without the `PATH` of a shell, so these are the folders of cargo, pip, npm and Homebrew.
      let often = ["\(home)/.cargo/bin", "\(home)/.local/bin", "/usr/local/bin", "/opt/homebrew/bin"]
      let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init) + often
      let found = folders.lazy.map { "\($0)/cognito-local-pool" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
      guard let found else { throw LocalPoolError.noProgram(nil) }
      return PoolProgram(path: found)
    }
  }
#endif
