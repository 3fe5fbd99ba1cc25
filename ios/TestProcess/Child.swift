import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

/// The process that a test starts. It is an app with the library's own store and leases, over a keychain in files. Each
/// line of the input asks for a call. The output has a line for each call's result, and lines about what happens during
/// a call.
@main
enum Child {
  /// The arguments: the pool's URL, the folder of the keychain, the time limit of a call in seconds, and optionally the
  /// name of the process. With `start-pool` alone, the process starts a pool, writes its URL and waits.
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments == ["start-pool"] {
      let pool = try LocalPool()
      say(pool.endpoint.absoluteString)
      // Reads until the test ends this process.
      while true { _ = nextLine() }
    }
    guard arguments.count >= 3, let endpoint = URL(string: arguments[0]), let deadline = TimeInterval(arguments[2])
    else { throw Misuse.arguments }
    let folder = URL(fileURLWithPath: arguments[1])
    let points = Points()
    let flight = Flight(path: folder.appendingPathComponent("flight").path)
    let items = PointedKeychain(keychain: FileKeychain(folder: folder), points: points)
    let service = KeychainStore.defaultService
    let store = KeychainStore(
      items: items, service: service, accessGroup: nil, afterReinstall: .keepSession, mark: NoMark())
    let name = arguments.count > 3 ? arguments[3] : nil
    let leases = KeychainLeases(items: items, service: service, accessGroup: nil, process: name)
    let auth = try Auth(
      configuration: LocalPool(endpoint: endpoint).configuration(deadline: deadline),
      store: PointedStore(store: store, points: points, flight: flight),
      leases: PointedLeases(leases: leases, points: points),
      transport: PointedTransport(points: points, flight: flight))
    while true {
      let result = try await call(nextLine(), auth, points)
      flight.end()
      say(result)
    }
  }

  /// A day, in seconds.
  private static let day: TimeInterval = 86_400

  /// Writes a line to the output, without a buffer. Any thread may call this.
  static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }

  /// The next line of the input. At the end of the input, the process exits.
  static func nextLine() -> String {
    guard let line = readLine() else { exit(0) }
    return line
  }

  /// Makes the call that a line asks for. Returns the text of its result.
  private static func call(_ line: String, _ auth: Auth, _ points: Points) async throws -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let argument = words.count > 1 ? words[1] : ""
    do {
      switch words[0] {
      case "arm":
        points.arm(argument)
        return "armed"
      case "passed": return String(points.passed)
      case "state": return text(try await auth.sessionState())
      case "sign-in": return text(try await auth.signIn(username: argument, password: "Password-123"))
      case "confirm": return text(try await auth.confirmSignIn(challengeResponse: argument))
      case "fetch": return text(try await auth.fetchAuthSession())
      // The pool's tokens are valid for less than a day, so this call refreshes them. After a refresh, the process
      // knows the tokens' lifetime, and limits the minimum validity to half of it. So the next call returns the stored
      // tokens without a refresh.
      case "renew": return text(try await auth.fetchAuthSession(options: .init(minimumValidity: day)))
      case "refresh": return text(try await auth.fetchAuthSession(options: .forceRefresh()))
      case "attributes":
        _ = try await auth.fetchUserAttributes()
        return "attributes"
      case "sign-out": return text(await auth.signOut())
      default: throw Misuse.call
      }
    } catch let error as AuthError {
      return text(error)
    }
  }

  private static func text(_ error: AuthError) -> String { "error \(error.code)" }

  private static func text(_ state: AuthSessionState) -> String {
    switch state {
    case .signedIn(let user): "signed-in \(user.username)"
    case .awaitingChallenge(let pending): "awaiting \(pending.username)"
    case .signedOut(ended: nil): "signed-out"
    case .signedOut(let ended?): "ended \(ended.reason)"
    default: "another state: \(state)"
    }
  }

  private static func text(_ result: AuthSignInResult) -> String { result.isSignedIn ? "done" : "challenge" }

  private static func text(_ session: AuthSession) -> String {
    session.tokens.map { "tokens \($0.accessToken)" } ?? "nobody"
  }

  private static func text(_ result: AuthSignOutResult) -> String {
    switch result {
    case .complete: "complete"
    case .partial: "partial"
    case .failed(let error): text(error)
    }
  }
}

/// A mistake of the test that has started the process.
enum Misuse: Error {
  case arguments
  case call
}

/// Says of every entry that this installation wrote it.
private struct NoMark: InstallationMark {
  let isShared = true

  func isOn(_ item: KeychainItem) -> Bool { true }
  func put(on item: KeychainItem) {}
}
