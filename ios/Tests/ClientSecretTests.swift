import CognitoAuth
import CognitoAuthTesting
import XCTest

/// An app client with a secret. A request with a user name carries a hash that is made with the secret; a request with
/// a refresh token carries the secret itself.
final class ClientSecretTests: PoolTestCase {
  func testAClientWithASecretSignsUpSignsInRefreshesAndResetsAPassword() async throws {
    let auth = try makeAuth(secret: try await secret())
    _ = try await auth.signUp(username: "ana", password: Self.password, options: Self.withEmail)
    _ = try await auth.resendSignUpCode(for: "ana")
    _ = try await auth.confirmSignUp(for: "ana", confirmationCode: try await pool.newestCode(for: "ana"))
    let result = try await auth.signIn(username: "ana", password: Self.password)
    XCTAssertTrue(result.isSignedIn)
    let session = try await auth.fetchAuthSession(options: .forceRefresh())
    XCTAssertTrue(session.isSignedIn)
    await auth.signOut()

    _ = try await auth.resetPassword(for: "ana")
    let code = try await pool.newestCode(for: "ana")
    try await auth.confirmResetPassword(for: "ana", with: "New-password-1", confirmationCode: code)
    let again = try await auth.signIn(username: "ana", password: "New-password-1")
    XCTAssertTrue(again.isSignedIn)
  }

  func testAWrongSecretIsRefused() async throws {
    let auth = try makeAuth(secret: "another-secret")
    let error = try await authError { try await auth.signUp(username: "ana", password: Self.password) }
    XCTAssertEqual(error.code, .notAuthorized)
    XCTAssertFalse("\(error)".contains("another-secret"))
  }

  private func secret() async throws -> String {
    let description = try await pool.administer("DescribeUserPoolClient", ["ClientId": "local-client-secret"])
    return try XCTUnwrap(description["UserPoolClient"]?["ClientSecret"]?.text)
  }

  private func makeAuth(secret: String) throws -> Auth {
    let pool = UserPoolConfiguration(
      region: "local", poolId: LocalPool.userPoolId, clientId: "local-client-secret", clientSecret: secret,
      endpoint: try pool.endpoint.absoluteString)
    return try Auth(configuration: AuthConfiguration(userPool: pool), store: MemoryStore())
  }
}
