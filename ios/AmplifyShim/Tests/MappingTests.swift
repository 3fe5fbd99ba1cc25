import CognitoAuthAmplifyShim
import XCTest

final class MappingTests: XCTestCase {
  func testEveryAmplifyErrorIsTheUnderlyingErrorOfAnAuthError() {
    let errors = AuthErrorCode.allCases.map { AuthError(kind: .service, code: $0) }
    var named = Set(errors.compactMap { $0.underlyingError as? AWSCognitoAuthError })
    named.insert(.limitExceededException)  // Amplify's second name for `limitExceeded`: no error of ours uses it
    let offline = AuthError(kind: .network, code: .offline)
    XCTAssertEqual(offline.underlyingError as? AWSCognitoAuthError, .network)
    named.insert(.network)
    XCTAssertEqual(named, Set(AWSCognitoAuthError.allCases))
  }

  func testTheUnderlyingErrorIsAmplifysErrorForTheCode() {
    let expected: [AuthErrorCode: AWSCognitoAuthError?] = [
      .userNotFound: .userNotFound, .expiredCode: .codeExpired, .tooManyRequests: .requestLimitExceeded,
      .userLambdaValidation: .lambda, .passkeyCancelled: .userCancelled, .notAuthorized: .none,
    ]
    for (code, name) in expected {
      XCTAssertEqual(AuthError(kind: .service, code: code).underlyingError as? AWSCognitoAuthError, name)
    }
  }

  func testPluginOptionsBecomeTheRequestsOptions() {
    let attribute = AuthUserAttribute(.email, value: "ana@example.com")
    XCTAssertEqual(
      AuthSignUpRequest.Options(
        userAttributes: [attribute],
        pluginOptions: AWSAuthSignUpOptions(validationData: ["v": "1"], metadata: ["m": "2"])),
      AuthSignUpRequest.Options(
        userAttributes: [attribute], validationData: ["v": "1"], clientMetadata: ["m": "2"]))
    XCTAssertEqual(
      AuthSignInRequest.Options(pluginOptions: AWSAuthSignInOptions(metadata: nil, authFlowType: .userAuth)),
      AuthSignInRequest.Options(authFlowType: .userAuth))
    XCTAssertEqual(AuthSignInRequest.Options(pluginOptions: nil), AuthSignInRequest.Options())
    XCTAssertEqual(
      AuthConfirmSignInRequest.Options(
        pluginOptions: AWSAuthConfirmSignInOptions(
          userAttributes: [attribute], metadata: ["m": "2"], friendlyDeviceName: "d")),
      AuthConfirmSignInRequest.Options(
        userAttributes: [attribute], friendlyDeviceName: "d", clientMetadata: ["m": "2"]))
    XCTAssertEqual(
      AuthConfirmSignUpRequest.Options(
        pluginOptions: AWSAuthConfirmSignUpOptions(metadata: ["m": "2"], forceAliasCreation: true)),
      AuthConfirmSignUpRequest.Options(forceAliasCreation: true, clientMetadata: ["m": "2"]))
  }

  func testOptionsForWebPagesBecomeTheRequestsOptions() {
    let pluginOptions = AWSAuthWebUISignInOptions(
      idpIdentifier: "i", preferPrivateSession: true, nonce: "n", language: "en", loginHint: "ana",
      prompt: [.login, .consent], resource: "https://api.example.com")
    XCTAssertEqual(
      AuthWebUISignInRequest.Options(scopes: ["openid"], pluginOptions: pluginOptions),
      AuthWebUISignInRequest.Options(
        idpIdentifier: "i", scopes: ["openid"], language: "en", loginHint: "ana", prompt: [.login, .consent],
        nonce: "n", resource: "https://api.example.com", prefersPrivateSession: true))
    XCTAssertTrue(AuthWebUISignInRequest.Options.preferPrivateSession().prefersPrivateSession)
  }

  func testASessionReturnsItsValuesUnderAmplifysNames() {
    let expiry = Date(timeIntervalSince1970: 0)
    let tokens = UserPoolTokens(idToken: "i", accessToken: "a", refreshToken: "r", expiresAt: expiry)
    let session: AWSAuthCognitoSession = AuthSession(isSignedIn: true, userSub: "sub", tokens: tokens)
    XCTAssertEqual(try session.userSubResult.get(), "sub")
    XCTAssertEqual(try session.userPoolTokensResult.get().expiration, expiry)
    XCTAssertEqual(session.identityIdResult, session.identityId)
    XCTAssertEqual(session.awsCredentialsResult, session.awsCredentials)
  }
}
