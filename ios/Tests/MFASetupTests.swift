import CognitoAuth
import CognitoAuthTesting
import XCTest

/// A user sets up and chooses second factors, while signed in or during a sign-in.
final class MFASetupTests: PoolTestCase {
  func testAfterAUserSetsUpAnAuthenticatorAppASignInAsksForItsCode() async throws {
    let auth = try await makeSignedIn()
    let details = try await auth.setUpTOTP()
    XCTAssertEqual(details.username, "ana")
    let uri = try details.getSetupURI(appName: "My App", accountName: "ana@example.com")
    XCTAssertEqual(
      uri.absoluteString,
      "otpauth://totp/My%20App:ana%40example.com?secret=\(details.sharedSecret)&issuer=My%20App")
    XCTAssertThrowsError(try details.getSetupURI(appName: "")) {
      XCTAssertEqual(($0 as? AuthError)?.field, "app_name")
    }

    let code = totpCode(secret: details.sharedSecret, at: try await pool.now())
    let error = try await authError { try await auth.verifyTOTPSetup(code: self.wrong(code)) }
    XCTAssertEqual(error.code, .enableSoftwareTokenMFA)
    try await auth.verifyTOTPSetup(code: code, options: .init(friendlyDeviceName: "Ana's phone"))
    try await auth.updateMFAPreference(sms: .enabled, totp: .preferred)
    let preference = try await auth.fetchMFAPreference()
    XCTAssertEqual(preference.enabled, [.sms, .totp])
    XCTAssertEqual(preference.preferred, .totp)

    await auth.signOut()
    let asked = try await auth.signIn(username: "ana", password: Self.password)
    XCTAssertEqual(asked.nextStep, .confirmSignInWithTOTPCode)
    try await pool.advanceClock(bySeconds: 30)
    let next = totpCode(secret: details.sharedSecret, at: try await pool.now())
    let result = try await auth.confirmSignIn(challengeResponse: next)
    XCTAssertTrue(result.isSignedIn)
  }

  func testTwoPreferredFactorsAreRefused() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.updateMFAPreference(sms: .preferred, email: .preferred) }
    XCTAssertEqual(error.code, .malformedArgument)
    XCTAssertEqual(error.kind, .validation)
  }

  func testAUserChoosesOneOfSeveralFactors() async throws {
    let auth = try await makeSignedIn()
    try await auth.updateMFAPreference(sms: .enabled, email: .enabled)
    await auth.signOut()
    let asked = try await auth.signIn(username: "ana", password: Self.password)
    guard case .continueSignInWithMFASelection(let types) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    XCTAssertEqual(types, [.sms, .email])

    let error = try await authError { try await auth.confirmSignIn(challengeResponse: "PIGEON") }
    XCTAssertEqual(error.code, .malformedArgument)
    let chosen = try await auth.confirmSignIn(challengeResponse: MFAType.email.challengeResponse)
    guard case .confirmSignInWithOTP(let details) = chosen.nextStep else { return XCTFail("\(chosen.nextStep)") }
    XCTAssertEqual(details.medium, .email)
    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
  }

  func testAUserSetsUpAnAuthenticatorAppDuringASignIn() async throws {
    try await pool.addUser("ana")
    try await requireMFA(["SoftwareTokenMfaConfiguration": ["Enabled": true]])
    let auth = try makeAuth()
    let asked = try await auth.signIn(username: "ana", password: Self.password)
    guard case .continueSignInWithTOTPSetup(let details) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    let code = totpCode(secret: details.sharedSecret, at: try await pool.now())
    let error = try await authError { try await auth.confirmSignIn(challengeResponse: self.wrong(code)) }
    XCTAssertEqual(error.code, .enableSoftwareTokenMFA)
    let result = try await auth.confirmSignIn(
      challengeResponse: code, options: .init(friendlyDeviceName: "Ana's phone"))
    XCTAssertTrue(result.isSignedIn)
  }

  func testAUserChoosesAndSetsUpEmailMFADuringASignIn() async throws {
    try await pool.addUser("ana")
    try await requireMFA([
      "SoftwareTokenMfaConfiguration": ["Enabled": true],
      "EmailMfaConfiguration": ["Message": "{####}", "Subject": "Code"],
    ])
    let auth = try makeAuth()
    let asked = try await auth.signIn(username: "ana", password: Self.password)
    guard case .continueSignInWithMFASetupSelection(let types) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    XCTAssertEqual(types, [.totp, .email])
    let chosen = try await auth.confirmSignIn(challengeResponse: MFAType.email.challengeResponse)
    XCTAssertEqual(chosen.nextStep, .continueSignInWithEmailMFASetup)
    let sent = try await auth.confirmSignIn(challengeResponse: "ana@example.com")
    guard case .confirmSignInWithOTP = sent.nextStep else { return XCTFail("\(sent.nextStep)") }
    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
  }

  private func requireMFA(_ factors: [String: JSON]) async throws {
    var request: [String: JSON] = ["MfaConfiguration": "ON"]
    request.merge(factors) { $1 }
    try await pool.administer("SetUserPoolMfaConfig", request)
  }
}
