import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The options reach the service.
final class OptionTests: PoolTestCase {
  private static let metadata = ["from": "a test"]
  private static let context = UserContextData(encodedData: "fingerprint", ipAddress: "192.0.2.1")

  func testRequestsOfSignUpSignInAndResetHaveTheMetadataAndTheUserContextData() async throws {
    let transport = RecordingTransport()
    let auth = try makeAuth(transport: transport)
    let (metadata, context) = (Self.metadata, Self.context)
    _ = try await auth.signUp(
      username: "ana", password: Self.password,
      options: .init(
        userAttributes: [AuthUserAttribute(.email, value: "ana@example.com")], clientMetadata: metadata,
        userContextData: context))
    _ = try await auth.resendSignUpCode(
      for: "ana", options: .init(clientMetadata: metadata, userContextData: context))
    _ = try await auth.confirmSignUp(
      for: "ana", confirmationCode: try await pool.newestCode(for: "ana"),
      options: .init(forceAliasCreation: true, clientMetadata: metadata, userContextData: context))
    XCTAssertEqual(transport.requests.last?.body["ForceAliasCreation"], true)
    _ = try await auth.resetPassword(
      for: "ana", options: .init(clientMetadata: metadata, userContextData: context))
    try await auth.confirmResetPassword(
      for: "ana", with: Self.password, confirmationCode: try await pool.newestCode(for: "ana"),
      options: .init(clientMetadata: metadata, userContextData: context))
    try await pool.preferMFA(.email, for: "ana")
    _ = try await auth.signIn(
      username: "ana", password: Self.password,
      options: .init(clientMetadata: metadata, userContextData: context))
    _ = try await auth.confirmSignIn(
      challengeResponse: try await pool.newestCode(for: "ana"),
      options: .init(clientMetadata: metadata, userContextData: context))

    XCTAssertGreaterThanOrEqual(transport.requests.count, 8)
    for request in transport.requests {
      XCTAssertEqual(request.body["ClientMetadata"], ["from": "a test"], request.operation)
      XCTAssertEqual(
        request.body["UserContextData"], ["EncodedData": "fingerprint", "IpAddress": "192.0.2.1"], request.operation)
    }
  }

  func testRequestsOfARefreshAndOfAttributeCallsHaveTheMetadata() async throws {
    let transport = RecordingTransport()
    try await pool.addUser("ana", attributes: Self.addresses)
    let auth = try makeAuth(transport: transport)
    _ = try await auth.signIn(username: "ana", password: Self.password)
    let refresh = AuthFetchSessionRequest.Options(forceRefresh: true, clientMetadata: Self.metadata)
    _ = try await auth.fetchAuthSession(options: refresh)
    XCTAssertEqual(transport.requests.last?.body["ClientMetadata"], ["from": "a test"])
    let attribute = AuthUserAttribute(.name, value: "Ana")
    _ = try await auth.update(userAttribute: attribute, options: .init(clientMetadata: Self.metadata))
    XCTAssertEqual(transport.requests.last?.body["ClientMetadata"], ["from": "a test"])
    _ = try await auth.sendVerificationCode(
      forUserAttributeKey: .email, options: .init(clientMetadata: Self.metadata))
    XCTAssertEqual(transport.requests.last?.body["ClientMetadata"], ["from": "a test"])
  }
}

/// Sends requests by `URLSession`, and keeps them.
private final class RecordingTransport: HttpTransport {
  private let real = URLSessionTransport()
  private let sent = Kept<(operation: String, body: JSON)>()

  var requests: [(operation: String, body: JSON)] { sent.all }

  func send(_ request: HttpRequest) async throws -> HttpResponse {
    let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
    sent.keep((target, try JSONDecoder().decode(JSON.self, from: request.body)))
    return try await real.send(request)
  }
}
