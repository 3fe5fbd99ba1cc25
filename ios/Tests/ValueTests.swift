import Foundation
import XCTest

import struct CognitoAuthBindings.FfiConverterTypeAuthErrorCode
import struct CognitoAuthBindings.FfiConverterTypeAuthErrorReason
import struct CognitoAuthBindings.FfiConverterTypeAuthFactorType
import struct CognitoAuthBindings.FfiConverterTypeMfaType
import func CognitoAuthBindings.authError
import func CognitoAuthBindings.authErrorCodeName
import func CognitoAuthBindings.authErrorReasonName
import func CognitoAuthBindings.authFactorTypeChallengeResponse
import func CognitoAuthBindings.mfaTypeChallengeResponse
import func CognitoAuthBindings.userAttributeKey
import func CognitoAuthBindings.userAttributeName

@testable import CognitoAuth

/// The names and the challenge responses of the value types are constants in this package. These tests compare the
/// constants with those of the core.
final class ValueTests: XCTestCase {
  func testEveryAttributeKeyHasTheSameNameAsInTheCore() {
    let names =
      AuthUserAttributeKey.standard.map(\.rawValue) + [
        "custom:team", "custom:email", "identities", "custom:identities", "dev:custom:team", "custom:dev:custom:team",
        "custom:custom:team", "cognito:user_status", "team", "", "custom:",
      ]
    for name in names {
      let core = userAttributeKey(name: name)
      let key = AuthUserAttributeKey(rawValue: name)
      XCTAssertEqual("\(key)", "\(core)", name)
      XCTAssertEqual(key.rawValue, userAttributeName(key: core))
      XCTAssertEqual(key.name, key.rawValue)
    }
    XCTAssertEqual(AuthUserAttributeKey.standard.count, 20)
  }

  func testACustomAttributeKeyIsTheSameWithAndWithoutItsPrefix() {
    let keys: Set<AuthUserAttributeKey> = [.custom("team"), .custom("custom:team"), .init(rawValue: "custom:team")]
    XCTAssertEqual(keys.count, 1)
    XCTAssertEqual(AuthUserAttributeKey.custom("team").rawValue, "custom:team")
    XCTAssertNotEqual(AuthUserAttributeKey.custom("email"), .email)
    XCTAssertEqual(AuthUserAttributeKey(rawValue: "email"), .email)
  }

  func testEveryFactorHasTheSameChallengeResponseAsInTheCore() {
    let types = coreCases(FfiConverterTypeMfaType.read)
    XCTAssertEqual(types.map(mfaTypeChallengeResponse), MFAType.allCases.map(\.challengeResponse))
    XCTAssertEqual(MFAType.allCases.map(\.rawValue), ["SMS", "TOTP", "EMAIL"])
    let factors = coreCases(FfiConverterTypeAuthFactorType.read)
    XCTAssertEqual(factors.map(authFactorTypeChallengeResponse), AuthFactorType.allCases.map(\.challengeResponse))
    XCTAssertEqual(AuthFactorType(rawValue: "WEB_AUTHN"), .webAuthn)
  }

  func testErrorCodesAndTheirNamesAreTheSameAsInTheCore() {
    let codes = coreCases(FfiConverterTypeAuthErrorCode.read)
    XCTAssertGreaterThan(codes.count, 70)
    XCTAssertEqual(codes.map(authErrorCodeName), AuthErrorCode.allCases.map(\.name))
    XCTAssertEqual(codes.map { "\($0)".lowercased() }, AuthErrorCode.allCases.map { "\($0)".lowercased() })
    XCTAssertEqual(codes.map(AuthErrorCode.init), AuthErrorCode.allCases)
  }

  func testErrorReasonsAndTheirNamesAreTheSameAsInTheCore() {
    let reasons = coreCases(FfiConverterTypeAuthErrorReason.read)
    XCTAssertEqual(reasons.map(authErrorReasonName), AuthErrorReason.allCases.map(\.name))
    XCTAssertEqual(reasons.map { "\($0)".lowercased() }, AuthErrorReason.allCases.map { "\($0)".lowercased() })
    XCTAssertEqual(reasons.map(AuthErrorReason.init), AuthErrorReason.allCases)
  }

  func testErrorsThatThisPackageMakesHaveTheSameTextsAsInTheCore() {
    XCTAssertEqual(AuthError.notSignedIn, AuthError(authError(code: .notSignedIn)))
    XCTAssertEqual(AuthError.identityPoolNotConfigured, AuthError(authError(code: .identityPoolNotConfigured)))
    XCTAssertEqual(AuthError.credentialsLeftOut, AuthError(authError(code: .credentialsLeftOut)))
  }

  func testASessionThatAnAppMakesHasDefaultValues() {
    let nobody = AuthSession(isSignedIn: false)
    XCTAssertEqual(nobody.userPoolTokens, .failure(.notSignedIn))
    XCTAssertEqual(nobody.getUserSub(), .failure(.notSignedIn))
    XCTAssertEqual(nobody.identityId, .failure(.identityPoolNotConfigured))
    XCTAssertEqual(nobody.awsCredentials, .failure(.identityPoolNotConfigured))
    let tokens = UserPoolTokens(idToken: "1", accessToken: "2", refreshToken: "3", expiresAt: Date())
    let user = AuthSession(isSignedIn: true, userSub: "sub", tokens: tokens)
    XCTAssertEqual(user.tokens, tokens)
    XCTAssertEqual(user.getCognitoTokens(), .success(tokens))
    XCTAssertEqual(user.getUserSub(), .success("sub"))
  }

  func testTimesAreConvertedToMillisecondsAndBack() {
    XCTAssertEqual(TimeInterval(30).milliseconds, 30_000)
    XCTAssertEqual(TimeInterval(0.0001).milliseconds, 1)
    XCTAssertEqual([TimeInterval(-1), 0, .nan].map(\.milliseconds), [0, 0, 0])
    XCTAssertEqual([TimeInterval.infinity, 1e300].map(\.milliseconds), [.max, .max])
    XCTAssertEqual([TimeInterval(1.5), 0, .infinity].map(\.signedMilliseconds), [1500, 0, .max])
    XCTAssertEqual([TimeInterval(-1), .nan].map(\.signedMilliseconds), [-1, -1])
    XCTAssertEqual(TimeInterval(milliseconds: 1500), 1.5)
    XCTAssertEqual(Date(milliseconds: 1500), Date(timeIntervalSince1970: 1.5))
  }

  func testAPrintedErrorShowsItsCodeAndItsTexts() {
    let error = AuthError(kind: .network, code: .offline, errorDescription: "No network.", recoverySuggestion: "Wait.")
    XCTAssertEqual("\(error)", "Offline: No network. Wait.")
    XCTAssertEqual(error.localizedDescription, "No network.")
    XCTAssertEqual("\(AuthError(kind: .network, code: .offline))", "Offline")
    let empty = AuthError(kind: .validation, code: .emptyArgument, errorDescription: "It is empty.", field: "username")
    XCTAssertEqual("\(empty)", "EmptyArgument (username): It is empty.")
  }

  /// Every case of an enum of the core. The bridge numbers the cases from 1. The function reads the case of each number
  /// until a number has no case.
  private func coreCases<Value>(_ read: (inout (data: Data, offset: Data.Index)) throws -> Value) -> [Value] {
    var cases: [Value] = []
    while true {
      let number = withUnsafeBytes(of: Int32(cases.count + 1).bigEndian) { Data($0) }
      var buffer = (data: number, offset: number.startIndex)
      guard let next = try? read(&buffer) else { return cases }
      cases.append(next)
    }
  }
}
