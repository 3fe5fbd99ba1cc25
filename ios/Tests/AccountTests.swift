import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The signed-in user's attributes, and the deletion of the user.
final class AccountTests: PoolTestCase {
  func testAttributesAreFetchedChangedAndDeleted() async throws {
    let auth = try await makeSignedIn()
    let results = try await auth.update(userAttributes: [
      AuthUserAttribute(.name, value: "Ana"), AuthUserAttribute(.nickname, value: "An"),
    ])
    XCTAssertEqual(Set(results.keys), [.name, .nickname])
    XCTAssertEqual(results[.name]?.isUpdated, true)
    XCTAssertEqual(results[.name]?.nextStep, .done)
    var attributes = try await attributes(of: auth)
    XCTAssertEqual(attributes[.name], "Ana")
    XCTAssertEqual(attributes[.email], Self.addresses["email"])

    try await auth.deleteUserAttributes([.name, .nickname])
    attributes = try await self.attributes(of: auth)
    XCTAssertNil(attributes[.name])
    XCTAssertNil(attributes[.nickname])
  }

  func testAnAttributeThatThePoolLacksIsRefused() async throws {
    let auth = try await makeSignedIn()
    let attribute = AuthUserAttribute(.custom("absent"), value: "x")
    let error = try await authError { try await auth.update(userAttribute: attribute) }
    XCTAssertEqual(error.code, .invalidParameter)
    XCTAssertEqual(error.kind, .service)
  }

  func testANewEmailAddressIsConfirmedWithACode() async throws {
    let auth = try await makeSignedIn()
    let result = try await auth.update(userAttribute: AuthUserAttribute(.email, value: "new@example.com"))
    XCTAssertFalse(result.isUpdated)
    guard case .confirmAttributeWithCode(let details, _) = result.nextStep else {
      return XCTFail("\(result.nextStep)")
    }
    XCTAssertEqual(details.attributeKey, .email)

    let delivery = try await auth.sendVerificationCode(forUserAttributeKey: .email)
    XCTAssertEqual(delivery.medium, .email)
    let code = try await pool.newestCode(for: "ana")
    let error = try await authError {
      try await auth.confirm(userAttribute: .email, confirmationCode: self.wrong(code))
    }
    XCTAssertEqual(error.code, .codeMismatch)
    try await auth.confirm(userAttribute: .email, confirmationCode: code)
    let attributes = try await attributes(of: auth)
    XCTAssertEqual(attributes[.emailVerified], "true")
    XCTAssertEqual(attributes[.email], "new@example.com")
  }

  func testDeleteUserEndsTheSessionAndDeletesTheUserAtTheService() async throws {
    let store = MemoryStore()
    let auth = try await makeSignedIn(store: store)
    let events = auth.events
    try await auth.deleteUser()
    let event = try await within { await events.first { _ in true } }
    XCTAssertEqual(event, .userDeleted)
    let session = try await auth.fetchAuthSession()
    XCTAssertFalse(session.isSignedIn)
    let error = try await authError { try await auth.signIn(username: "ana", password: Self.password) }
    XCTAssertEqual(error.kind, .notAuthorized)
  }

  func testIfTheServiceRefusesToDeleteTheUserTheSessionStays() async throws {
    let auth = try await makeSignedIn()
    try await pool.inject(.error(status: 400, type: "TooManyRequestsException"), into: "DeleteUser", times: 10)
    let error = try await authError { try await auth.deleteUser() }
    XCTAssertEqual(error.code, .tooManyRequests)
    let user = try await auth.getCurrentUser()
    XCTAssertEqual(user.username, "ana")
  }

  func testACallFailsWithATypedErrorIfNobodyIsSignedIn() async throws {
    let auth = try makeAuth()
    let error = try await authError { try await auth.fetchUserAttributes() }
    XCTAssertEqual(error.kind, .signedOut)
    XCTAssertEqual(error.code, .notSignedIn)
    let requests = try await pool.operations()
    XCTAssertEqual(requests, [])
  }

  private func attributes(of auth: Auth) async throws -> [AuthUserAttributeKey: String] {
    let attributes = try await auth.fetchUserAttributes()
    return Dictionary(attributes.map { ($0.key, $0.value) }) { $1 }
  }
}
