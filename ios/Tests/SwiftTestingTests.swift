import CognitoAuth
import CognitoAuthTesting
import Testing

/// The fake and the local pool in Swift Testing. Swift Testing makes an instance of the suite for each test, so each
/// test has a pool of its own. The pool ends with the instance.
@Suite struct SwiftTestingTests {
  private let pool: LocalPool
  private let auth: Auth

  init() async throws {
    pool = try LocalPool()
    try await pool.createUser("ana", password: "Password-123")
    auth = try pool.makeAuth()
  }

  @Test func aUserSignsInAtTheLocalPool() async throws {
    let result = try await auth.signIn(username: "ana", password: "Password-123")
    #expect(result.isSignedIn)
    #expect(try await auth.getCurrentUser().username == "ana")
  }

  @Test(arguments: ["wrong", "Password-124"]) func aWrongPasswordIsRefused(password: String) async throws {
    await #expect(throws: AuthError.self) {
      try await auth.signIn(username: "ana", password: password)
    }
  }

  // Without `@_disfavoredOverload` at the default implementations of `AuthClient`, such an expression calls one of
  // them.
  @Test func aCallInAnExpressionIsNotTheDefaultOfAuthClient() async throws {
    let end = try await auth.sessionState() == .signedOut(ended: .init(reason: .expired, username: "ana"))
    #expect(!end)
    #expect(auth.currentSessionState != .signedOut(ended: .init(reason: .expired, username: "ana")))
  }

  @Test func aFakeTakesThePlaceOfTheLibrary() async throws {
    let fake = FakeAuth()
    fake.script.signIn.returns(AuthSignInResult(nextStep: .done))
    let result = try await fake.signIn(username: "ana", password: "Password-123")
    #expect(result.isSignedIn)
    #expect(fake.calls == [.signIn(username: "ana", password: "Password-123", options: .init())])
  }
}
