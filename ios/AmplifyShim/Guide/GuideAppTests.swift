import CognitoAuthAmplifyShim
import CognitoAuthTesting
import XCTest

/// Runs the guides' app through the shim, against the local pool.
@MainActor
final class GuideAppTests: XCTestCase {
  func testTheGuidesAppSignsUpSignsInAndSignsOut() async throws {
    let pool = try LocalPool()
    defer { pool.stop() }
    let plugin = AWSCognitoAuthPlugin { try Auth(configuration: $0, store: MemoryStore()) }
    let outputs = try XCTUnwrap(pool.amplifyOutputs)
    let app = GuideApp()
    app.start(plugin: plugin, outputs: .data(Data(outputs.utf8)))

    await app.signUp(username: "ana", password: "Password-123", email: "ana@example.com")
    let code = try await pool.newestCode(for: "ana")
    await app.confirmSignUp(for: "ana", with: code == "000000" ? "000001" : "000000")
    await app.confirmSignUp(for: "ana", with: code)
    await app.signIn(username: "ana", password: "Password-123")
    await app.showSession()
    await app.signOut()
    for _ in 0..<1000 where !app.lines.contains("User signed out") {
      try await Task.sleep(nanoseconds: 10_000_000)
    }
    app.stop()

    XCTAssertEqual(
      app.lines.filter { !$0.hasPrefix("User ") },
      [
        "Amplify configured",
        "The code went to the e-mail address: true",
        "The code is wrong",
        "Confirm signUp succeeded",
        "Sign in succeeded",
        "Signed in: true",
        "The user is the session's: true",
        "Parts of the access token: 3",
        "Local signout successful: true",
        "Signed out successfully",
      ])
    XCTAssertEqual(app.lines.filter { $0.hasPrefix("User ") }, ["User signed in", "User signed out"])
  }
}
