import CognitoAuth
import CognitoAuthTesting
import XCTest

/// A user signs in with a first factor of their choice, even without having a password.
final class FirstFactorTests: PoolTestCase {
  func testAUserChoosesAFirstFactor() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let auth = try makeAuth()
    let asked = try await auth.signIn(username: "ana", options: .init(authFlowType: .userAuth()))
    guard case .continueSignInWithFirstFactorSelection(let factors) = asked.nextStep else {
      return XCTFail("\(asked.nextStep)")
    }
    XCTAssertTrue(factors.isSuperset(of: [.password, .passwordSRP, .emailOTP, .smsOTP]))

    let error = try await authError { try await auth.confirmSignIn(challengeResponse: "PIGEON") }
    XCTAssertEqual(error.code, .malformedArgument)
    let chosen = try await auth.confirmSignIn(challengeResponse: AuthFactorType.smsOTP.challengeResponse)
    guard case .confirmSignInWithOTP(let details) = chosen.nextStep else { return XCTFail("\(chosen.nextStep)") }
    XCTAssertEqual(details.medium, .sms)
    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
  }

  func testAPreferredFirstFactorIsUsedWithoutAskingTheUserToChoose() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    let auth = try makeAuth()
    let flow = AuthFlowType.userAuth(preferredFirstFactor: .emailOTP)
    let asked = try await auth.signIn(username: "ana", options: .init(authFlowType: flow))
    guard case .confirmSignInWithOTP(let details) = asked.nextStep else { return XCTFail("\(asked.nextStep)") }
    XCTAssertEqual(details.medium, .email)
    let code = try await pool.newestCode(for: "ana")
    let error = try await authError { try await auth.confirmSignIn(challengeResponse: self.wrong(code)) }
    XCTAssertEqual(error.code, .codeMismatch)
    let result = try await auth.confirmSignIn(challengeResponse: code)
    XCTAssertTrue(result.isSignedIn)
  }

  func testAUserCanChooseThePasswordAsTheFirstFactor() async throws {
    try await pool.addUser("ana", attributes: Self.addresses)
    for factor in [AuthFactorType.password, .passwordSRP] {
      let auth = try makeAuth()
      let options = AuthSignInRequest.Options(authFlowType: .userAuth(preferredFirstFactor: factor))
      let result = try await auth.signIn(username: "ana", password: Self.password, options: options)
      XCTAssertTrue(result.isSignedIn, "\(factor)")
    }
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", options: .init(authFlowType: .userAuth()))
    let chosen = try await auth.confirmSignIn(challengeResponse: AuthFactorType.passwordSRP.challengeResponse)
    XCTAssertEqual(chosen.nextStep, .confirmSignInWithPassword)
    let result = try await auth.confirmSignIn(challengeResponse: Self.password)
    XCTAssertTrue(result.isSignedIn)
  }

  func testAUserSignsUpAndInWithoutAPassword() async throws {
    let auth = try makeAuth()
    let signUp = try await auth.signUp(username: "ana", options: Self.withEmail)
    guard case .confirmUser = signUp.nextStep else { return XCTFail("\(signUp.nextStep)") }
    let confirmed = try await auth.confirmSignUp(
      for: "ana", confirmationCode: try await pool.newestCode(for: "ana"))
    guard case .completeAutoSignIn = confirmed.nextStep else { return XCTFail("\(confirmed.nextStep)") }
    XCTAssertTrue(confirmed.isSignUpComplete)

    let result = try await auth.autoSignIn()
    XCTAssertTrue(result.isSignedIn)
    let factors = try await auth.fetchUserAuthFactors()
    XCTAssertEqual(factors.username, "ana")
    XCTAssertTrue(factors.firstFactors.contains(.emailOTP))
    XCTAssertFalse(factors.firstFactors.contains(.password))
  }

  func testAutoSignInWorksOnlyOnceAfterAConfirmedSignUp() async throws {
    let auth = try makeAuth()
    _ = try await auth.signUp(username: "ana", password: Self.password, options: Self.withEmail)
    _ = try await auth.confirmSignUp(for: "ana", confirmationCode: try await pool.newestCode(for: "ana"))
    let result = try await auth.autoSignIn()
    XCTAssertTrue(result.isSignedIn)
    await auth.signOut()
    let error = try await authError { try await auth.autoSignIn() }
    XCTAssertEqual(error.code, .noPendingAutoSignIn)
  }

  func testAutoSignInFailsWithoutASignUp() async throws {
    let auth = try makeAuth()
    let error = try await authError { try await auth.autoSignIn() }
    XCTAssertEqual(error.code, .noPendingAutoSignIn)
    XCTAssertEqual(error.kind, .invalidState)
  }

  func testEachFactorHasTheChallengeResponseThatChoosesIt() {
    XCTAssertEqual(
      AuthFactorType.allCases.map(\.challengeResponse),
      ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"])
  }
}
