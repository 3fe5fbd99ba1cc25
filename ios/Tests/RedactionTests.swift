import XCTest

@testable import CognitoAuth

/// Printing a value shows none of its secrets.
final class RedactionTests: XCTestCase {
  private static let secret = "a-secret-value"

  private func printed(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(String(describing: Optional(value))) \([value]) \(dumped)"
  }

  private static let tokens = UserPoolTokens(
    idToken: secret, accessToken: secret, refreshToken: secret, expiresAt: Date())

  private static let credentials = AuthAWSCredentials(
    accessKeyId: secret, secretAccessKey: secret, sessionToken: secret, expiration: Date())

  func testTheseTestsWouldNoticeAPrintedSecret() {
    XCTAssertTrue(printed(AuthDevice(id: Self.secret)).contains(Self.secret))
  }

  func testNoValuePrintsItsSecrets() {
    let secret = Self.secret
    let pool = UserPoolConfiguration(region: "local", poolId: "local_a", clientId: "b", clientSecret: secret)
    let body = Data(secret.utf8)
    let values: [Any] = [
      Self.tokens,
      AuthSession(isSignedIn: true, userSub: "1", tokens: Self.tokens),
      UserPoolClaims(
        idToken: TokenClaims(
          username: secret, groups: [secret], email: secret, phoneNumber: secret,
          customAttributes: ["team": secret], scopes: [secret], claimsJSON: secret)),
      Self.credentials,
      AuthSession(isSignedIn: false, identityId: .success("id"), awsCredentials: .success(Self.credentials)),
      AuthFederateToIdentityPoolResult(identityId: "id", credentials: Self.credentials),
      AuthSessionState.signedIn(AuthUser(username: secret, userId: "1")),
      AuthSessionState.signedOut(ended: AuthSessionEnd(reason: .expired, username: secret)),
      AuthSessionState.awaitingChallenge(
        AuthPendingSignIn(username: secret, nextStep: .confirmSignInWithCustomChallenge(["hint": secret]))),
      AuthMoveReport(source: nil, user: AuthUser(username: secret, userId: "1"), fingerprintId: secret),
      AuthUserAttribute(.email, value: secret),
      AuthSignUpRequest.Options(userAttributes: [AuthUserAttribute(.email, value: secret)]),
      TOTPSetupDetails(sharedSecret: secret, username: "ana"),
      AuthSignInStep.continueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret: secret, username: "ana")),
      AuthSignUpStep.completeAutoSignIn(secret),
      AuthSignUpResult(nextStep: .completeAutoSignIn(secret)),
      AuthSignInResult(nextStep: .continueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret: secret, username: "ana"))),
      UserContextData(encodedData: secret),
      PasskeyRequest(ceremony: .registration, optionsJSON: secret, anchor: PresentationAnchor()),
      WebBrowserRequest(url: URL(fileURLWithPath: "/\(secret)"), redirectURI: "myapp://callback/"),
      WebBrowserRedirect(url: URL(fileURLWithPath: "/\(secret)"), isPrivate: true),
      AuthWebUISignInRequest.Options(loginHint: secret, nonce: secret),
      AuthSignInRequest.Options(userContextData: UserContextData(encodedData: secret)),
      AuthConfirmSignInRequest.Options(userAttributes: [AuthUserAttribute(.email, value: secret)]),
      AuthError(kind: .notAuthorized, code: .userLambdaValidation, serviceMessage: secret),
      AuthSignOutResult.failed(AuthError(kind: .service, code: .forbidden, serviceMessage: secret)),
      pool,
      AuthConfiguration(userPool: pool),
      HttpRequest(
        method: "POST", url: "http://127.0.0.1/?code=\(secret)",
        headers: [HttpHeader(name: "a", value: secret)], body: body, timeout: 1),
      HttpResponse(status: 200, headers: [HttpHeader(name: "a", value: secret)], body: body),
    ]
    assertNonePrintsTheSecret(values)
  }

  private func assertNonePrintsTheSecret(_ values: [Any]) {
    for value in values {
      XCTAssertFalse(printed(value).contains(Self.secret), "\(type(of: value))")
    }
  }

  func testAStepPrintsTheNamesButNotTheValuesOfItsPersonalData() {
    let info = ["userAttributes": Self.secret]
    let sentTo = AuthCodeDeliveryDetails(medium: .sms, destination: "+*******1234")
    let steps: [AuthSignInStep] = [
      .confirmSignInWithNewPassword(info), .confirmSignInWithSMSMFACode(sentTo, info),
      .confirmSignInWithCustomChallenge(info), .resetPassword(info), .confirmSignUp(info),
    ]
    assertNonePrintsTheSecret(steps + steps.map { AuthSignInResult(nextStep: $0) })
    for step in steps {
      XCTAssertTrue("\(step)".contains("userAttributes"), "\(step)")
    }
  }

  func testOptionsPrintTheNamesButNotTheValuesOfTheirPersonalData() {
    let (data, secret) = (["key": Self.secret], Self.secret)
    let context = UserContextData(encodedData: secret, ipAddress: secret)
    let options: [Any] = [
      AuthSignUpRequest.Options(validationData: data, clientMetadata: data, userContextData: context),
      AuthConfirmSignUpRequest.Options(clientMetadata: data, userContextData: context),
      AuthResendSignUpCodeRequest.Options(clientMetadata: data, userContextData: context),
      AuthSignInRequest.Options(clientMetadata: data, userContextData: context),
      AuthConfirmSignInRequest.Options(
        friendlyDeviceName: secret, clientMetadata: data, userContextData: context),
      AuthFetchSessionRequest.Options(clientMetadata: data),
      AuthUpdateUserAttributeRequest.Options(clientMetadata: data),
      AuthUpdateUserAttributesRequest.Options(clientMetadata: data),
      AuthSendUserAttributeVerificationCodeRequest.Options(clientMetadata: data),
      AuthResetPasswordRequest.Options(clientMetadata: data, userContextData: context),
      AuthConfirmResetPasswordRequest.Options(clientMetadata: data, userContextData: context),
    ]
    assertNonePrintsTheSecret(options + [VerifyTOTPSetupRequest.Options(friendlyDeviceName: secret)])
    for value in options {
      XCTAssertTrue("\(value)".contains("key"), "\(type(of: value))")
    }
  }

  func testTheNameAndTheAttributesOfADeviceAreNotPrinted() {
    let secret = Self.secret
    let configuration = AuthConfiguration(
      userPool: UserPoolConfiguration(region: "local", poolId: "local_a", clientId: "b"), deviceName: secret)
    assertNonePrintsTheSecret([
      AuthDevice(id: "the-id", name: secret, attributes: ["last_ip_used": secret]), configuration,
    ])
  }

  func testAnErrorShowsTheServicesTextOnlyInServiceMessage() {
    let error = AuthError(
      kind: .notAuthorized, code: .userLambdaValidation, errorDescription: "Refused.", reason: .preSignUpTrigger,
      serviceMessage: Self.secret)
    XCTAssertEqual(error.serviceMessage, Self.secret)
    let shown = [error.description, error.debugDescription, error.localizedDescription, "\(error as NSError)"]
    XCTAssertFalse(shown.joined().contains(Self.secret))
  }

  func testAUserNameIsNotPrinted() {
    for value in [
      AuthUser(username: Self.secret, userId: "the-id"),
      UserAuthFactors(username: Self.secret, firstFactors: [.emailOTP]),
    ] as [Any] {
      XCTAssertFalse(printed(value).contains(Self.secret), "\(type(of: value))")
    }
    XCTAssertTrue("\(AuthUser(username: Self.secret, userId: "the-id"))".contains("the-id"))
  }

  func testValuesThatAreNotSecretArePrinted() {
    XCTAssertTrue("\(AuthUserAttribute(.email, value: Self.secret))".contains("email"))
    let page = WebBrowserRequest(url: URL(fileURLWithPath: "/\(Self.secret)"), redirectURI: "myapp://callback/")
    XCTAssertTrue("\(page)".contains("myapp://callback/"))
    let redirect = WebBrowserRedirect(url: page.url, isPrivate: true)
    XCTAssertTrue("\(redirect)".contains("isPrivate: true"))
    XCTAssertTrue("\(AuthSignUpStep.confirmUser(nil, nil, "the-id"))".contains("the-id"))
  }
}
