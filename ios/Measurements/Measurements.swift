import CognitoAuth
import CognitoAuthTesting
import Dispatch
import Foundation

/// What a stored session, and a call over the bridge, cost in Swift. `bench/session` starts this program for each
/// measurement, in turn with programs in other languages that take the same arguments: the measurement, and how many
/// calls. The program prints the nanoseconds of one call.
@main
enum Measurements {
  /// The calls are made in this many batches. The fastest batch counts: a busy machine can only make a batch slower.
  private static let batches = 20

  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 2, let calls = Int(arguments[1]) else { throw Misuse.arguments }
    print(try await nanoseconds(arguments[0], calls))
  }

  private static func nanoseconds(_ measurement: String, _ calls: Int) async throws -> UInt64 {
    let app = App()
    switch measurement {
    case "first-token":
      return try await timed { try check(await app.auth().fetchAuthSession().isSignedIn) }
    case "first-state":
      return try await timed {
        let auth = try app.auth()
        for await state in auth.sessionStates {
          if case .signedIn = state { return }
        }
        throw Misuse.nobodyIsSignedIn
      }
    case "valid-fetch":
      let auth = try app.auth()
      return try await fastest(calls) { try check(await auth.fetchAuthSession().isSignedIn) }
    case "attribute-name":
      return try fastestBatch(of: calls) { count in
        for _ in 0..<count { try check(attributeNameOverTheBridge().utf8.count == 5) }
      }
    case "state-now":
      let auth = try app.auth()
      _ = try await auth.fetchAuthSession()
      return try fastestBatch(of: calls) { count in
        for _ in 0..<count {
          guard case .signedIn = auth.currentSessionState else { throw Misuse.nobodyIsSignedIn }
        }
      }
    case "cancel":
      var best = UInt64.max
      for _ in 0..<calls { best = min(best, try await app.cancellation()) }
      return best
    default:
      throw Misuse.arguments
    }
  }

  private static func check(_ condition: Bool) throws {
    if !condition { throw Misuse.nobodyIsSignedIn }
  }

  private static func timed(_ work: () async throws -> Void) async throws -> UInt64 {
    let begun = DispatchTime.now()
    try await work()
    return DispatchTime.now().uptimeNanoseconds - begun.uptimeNanoseconds
  }

  /// The time of one call, from the fastest batch.
  private static func fastest(_ calls: Int, _ call: () async throws -> Void) async throws -> UInt64 {
    var best = UInt64.max
    for _ in 0..<batches {
      best = min(best, try await timed { for _ in 0..<calls / batches { try await call() } })
    }
    return best / UInt64(calls / batches)
  }

  /// The time of one call, from the fastest batch, without the cost of `await`.
  private static func fastestBatch(of calls: Int, _ batch: (Int) throws -> Void) rethrows -> UInt64 {
    var best = UInt64.max
    for _ in 0..<batches {
      let begun = DispatchTime.now()
      try batch(calls / batches)
      best = min(best, DispatchTime.now().uptimeNanoseconds - begun.uptimeNanoseconds)
    }
    return best / UInt64(calls / batches)
  }
}

enum Misuse: Error {
  case arguments, nobodyIsSignedIn, aRequestWasSent
}

/// An app whose store has a session with valid tokens.
struct App {
  private static let configuration = AuthConfiguration(
    userPool: UserPoolConfiguration(
      region: "eu-central-1", poolId: "eu-central-1_AbCdEfGhI", clientId: "client"))

  private let store: MemoryStore

  init() {
    // The claims are `{"sub":"sub-of-ann"}`.
    let token = "e30.eyJzdWIiOiJzdWItb2YtYW5uIn0.c2ln"
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let record = """
      {"version": 1, "generation": 1, "username": "ann", "userId": "sub-of-ann",
      "idToken": "\(token)", "accessToken": "\(token)", "refreshToken": "refresh",
      "receivedAt": \(now), "expiresAt": \(now + 3_600_000), "isRevocable": true}
      """
    store = MemoryStore(entries: ["cognito-auth.eu-central-1_AbCdEfGhI.client.session": Data(record.utf8)])
  }

  /// An instance that fails if it sends a request.
  func auth() throws -> Auth {
    try Auth(configuration: App.configuration, store: store, transport: NoTransport())
  }

  /// Starts a call, cancels it while it waits for the response, and gives the time from the cancellation to its end.
  func cancellation() async throws -> UInt64 {
    let transport = SilentTransport()
    let auth = try Auth(configuration: App.configuration, store: MemoryStore(), transport: transport)
    let call = Task { try await auth.signUp(username: "ann", password: "Password-123") }
    for await _ in transport.requests { break }
    let begun = DispatchTime.now()
    call.cancel()
    guard case .failure(let error) = await call.result, error is CancellationError else { throw Misuse.aRequestWasSent }
    return DispatchTime.now().uptimeNanoseconds - begun.uptimeNanoseconds
  }
}

private struct NoTransport: HttpTransport {
  func send(_ request: HttpRequest) async throws -> HttpResponse {
    throw Misuse.aRequestWasSent
  }
}

/// A transport whose requests get no response.
private final class SilentTransport: HttpTransport {
  /// An element for each request.
  let requests: AsyncStream<Void>
  private let arrivals: AsyncStream<Void>.Continuation

  init() {
    (requests, arrivals) = AsyncStream.makeStream()
  }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    arrivals.yield()
    try await Task.sleep(nanoseconds: 60_000_000_000)
    throw TransportFailure.offline
  }
}
