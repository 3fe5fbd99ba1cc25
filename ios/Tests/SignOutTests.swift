import XCTest

@testable import CognitoAuth

final class SignOutTests: XCTestCase {
  func testIsSignedOutLocallyIsFalseOnlyForAFailedSignOut() {
    let results: [AuthSignOutResult] = [
      .complete, .partial(revokeTokenError: .internal, globalSignOutError: nil, hostedUIError: nil), .failed(.internal),
    ]
    XCTAssertEqual(results.map(\.isSignedOutLocally), [true, true, false])
  }
}
