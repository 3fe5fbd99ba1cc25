import CognitoAuth
import Foundation
import XCTest

/// Steps that an app saves with its screen, in the form of `conformance/saved-steps.json`.
final class SavedStepTests: XCTestCase {
  private static let secret = "a-secret-value"
  private static let info = ["hint": "blue"]
  private static let bySMS = AuthCodeDeliveryDetails(
    medium: .sms, destination: "+*******1234", attributeKey: .phoneNumber)
  private static let byEmail = AuthCodeDeliveryDetails(medium: .email, destination: "a***@e***")

  /// The steps of a sign-in in the order of the file.
  private static let signIn: [AuthSignInResult] =
    ([
      .confirmSignInWithSMSMFACode(bySMS, info), .confirmSignInWithCustomChallenge(info),
      .confirmSignInWithCustomChallenge(nil), .confirmSignInWithNewPassword(info), .confirmSignInWithPassword,
      .confirmSignInWithTOTPCode, .confirmSignInWithOTP(byEmail),
      .confirmSignInWithOTP(AuthCodeDeliveryDetails(medium: .unknown("PIGEON"), destination: "")),
      .continueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret: secret, username: "ann")),
      .continueSignInWithMFASelection([.totp, .sms]), .continueSignInWithEmailMFASetup,
      .continueSignInWithMFASetupSelection([.email]),
      .continueSignInWithFirstFactorSelection([.webAuthn, .passwordSRP]), .resetPassword(nil), .confirmSignUp(nil),
      .done,
    ] as [AuthSignInStep]).map { step in
      guard case .confirmSignInWithNewPassword = step else { return AuthSignInResult(nextStep: step) }
      return AuthSignInResult(nextStep: step, requiredAttributes: [.email, .custom("team")])
    }

  private static let signUp: [AuthSignUpStep] = [
    .confirmUser(
      AuthCodeDeliveryDetails(medium: .email, destination: "a***@e***", attributeKey: .email), nil, "the-id"),
    .confirmUser(), .completeAutoSignIn(secret), .done,
  ]

  private static let resetPassword: [AuthResetPasswordStep] = [
    .confirmResetPasswordWithCode(AuthCodeDeliveryDetails(medium: .sms, destination: "+*******1234"), nil), .done,
  ]

  private static let pending = AuthPendingSignIn(
    username: "ann", nextStep: .confirmSignInWithNewPassword(nil), requiredAttributes: [.email])

  func testEveryStepIsSavedInTheSameFormAsInKotlin() throws {
    let results = try Self.signIn.map { try ["nextStep": form(of: $0)["nextStep"]] }
    XCTAssertEqual(results as NSArray, try saved("signIn").map { ["nextStep": $0] } as NSArray)
    XCTAssertEqual(try Self.signUp.map(form) as NSArray, try saved("signUp") as NSArray)
    XCTAssertEqual(try Self.resetPassword.map(form) as NSArray, try saved("resetPassword") as NSArray)
    XCTAssertEqual(try [form(of: Self.pending)] as NSArray, try saved("pendingSignIn") as NSArray)
  }

  func testASavedStepIsReadBackWithoutItsSecret() throws {
    for result in Self.signIn {
      var expected = result
      if case .continueSignInWithTOTPSetup(let details) = result.nextStep {
        XCTAssertEqual(details.sharedSecret, Self.secret)
        expected = AuthSignInResult(
          nextStep: .continueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret: "", username: "ann")))
      }
      XCTAssertEqual(try readBack(result), expected)
      XCTAssertEqual(try readBack(result.nextStep), expected.nextStep)
    }
    XCTAssertEqual(try Self.signUp.map(readBack), [Self.signUp[0], Self.signUp[1], .completeAutoSignIn(""), .done])
    XCTAssertEqual(try Self.resetPassword.map(readBack), Self.resetPassword)
    XCTAssertEqual(try readBack(Self.pending), Self.pending)
    let signedUp = AuthSignUpResult(nextStep: .done, userId: "the-id")
    XCTAssertEqual(try readBack(signedUp), signedUp)
    let reset = AuthResetPasswordResult(nextStep: Self.resetPassword[0])
    XCTAssertEqual(try readBack(reset), reset)
  }

  func testNoSavedStepHasASecret() throws {
    let step = AuthSignInStep.continueSignInWithTOTPSetup(TOTPSetupDetails(sharedSecret: Self.secret, username: "ann"))
    let saved = [
      try JSONEncoder().encode(step), try JSONEncoder().encode(AuthSignInResult(nextStep: step)),
      try JSONEncoder().encode(AuthPendingSignIn(username: "ann", nextStep: step)),
      try PropertyListEncoder().encode(step), try JSONEncoder().encode(AuthSignUpStep.completeAutoSignIn(Self.secret)),
      try JSONEncoder().encode(AuthSignUpResult(nextStep: .completeAutoSignIn(Self.secret))),
    ]
    for data in saved {
      XCTAssertNil(data.range(of: Data(Self.secret.utf8)))
    }
    XCTAssertNotNil(saved[0].range(of: Data("ann".utf8)), "this search finds a text that the data contains")
  }

  func testAnUnreadableStepThrowsADecodingError() throws {
    let unreadable = [
      #"{"step": "confirmSignInWithHandwriting"}"#, "{}", #"{"step": "confirmSignInWithOTP"}"#,
      #"{"step": "confirmSignInWithOTP", "deliveryDetails": {"medium": "pigeon", "destination": ""}}"#,
      #"{"step": "confirmSignInWithOTP", "deliveryDetails": {"medium": "unknown", "destination": ""}}"#,
      #"{"step": "continueSignInWithMFASelection", "allowedMFATypes": ["HANDWRITING"]}"#,
      #"{"step": "continueSignInWithTOTPSetup"}"#, "[]",
    ]
    for text in unreadable {
      XCTAssertThrowsError(try JSONDecoder().decode(AuthSignInStep.self, from: Data(text.utf8)), text) {
        XCTAssertTrue($0 is DecodingError, "\($0)")
      }
    }
    let later = #"{"step": "confirmSignInWithTOTPCode", "aPartOfALaterVersion": 1}"#
    let step = try JSONDecoder().decode(AuthSignInStep.self, from: Data(later.utf8))
    XCTAssertEqual(step, .confirmSignInWithTOTPCode)
  }

  private func readBack<Value: Codable>(_ value: Value) throws -> Value {
    let list = try PropertyListDecoder().decode([Value].self, from: PropertyListEncoder().encode([value]))[0]
    let json = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    XCTAssertEqual(try form(of: list), try form(of: json))
    return json
  }

  private func form(of value: some Encodable) throws -> NSDictionary {
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
    return try XCTUnwrap(json as? NSDictionary)
  }

  /// The forms of one kind of step in the file that all languages share.
  private func saved(_ kind: String) throws -> [NSDictionary] {
    let file = try PublicAPI.repository().appendingPathComponent("conformance/saved-steps.json")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [NSDictionary]]
    return try XCTUnwrap(json?[kind])
  }
}
