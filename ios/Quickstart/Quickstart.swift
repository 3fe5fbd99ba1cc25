import CognitoAuth
import CognitoAuthTesting
import Foundation

/// Plays the sign-in guide against a local pool: `Quickstart [ENDPOINT]`. Without an endpoint, it starts the local pool
/// at the path in `COGNITO_LOCAL_POOL`. It reads the codes from the messages that the pool has sent.
@main
struct Quickstart {
  static func main() async {
    do {
      let guide = try Guide(pool: pool())
      try await guide.register()
      try await guide.confirm()
      try await guide.signIn()
      try await guide.signInWithMFA()
    } catch let error as AuthError {
      fail("\(error.errorDescription ?? "") \(error.recoverySuggestion ?? "")")
    } catch {
      fail("\(error)")
    }
  }

  private static func pool() throws -> LocalPool {
    if let endpoint = CommandLine.arguments.dropFirst().first.flatMap(URL.init(string:)) {
      return LocalPool(endpoint: endpoint)
    }
    #if os(macOS) || os(Linux)
      return try LocalPool()
    #else
      fail("A simulator can't start a pool: pass the endpoint of one that runs.")
    #endif
  }

  private static func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data("Quickstart: \(text)\n".utf8))
    exit(1)
  }
}
