import XCTest

@testable import CognitoAuth

/// How long a user's answer to a prompt stays valid. A fake takes the place of the Keychain, which shows the prompt.
final class UserPresenceTests: XCTestCase {
  private final class Context: Sendable {}

  /// Why a prompt ended without success: the codes of LAError.
  private enum PromptError: Int {
    case authenticationFailed = -1
    case userCancel = -2
    case userFallback = -3
    case systemCancel = -4
    case passcodeNotSet = -5
    case biometryLockout = -8
    case appCancel = -9
    case invalidContext = -10
    case notInteractive = -1004

    /// The status that the Keychain makes of the error.
    var status: KeychainStatus {
      switch self {
      case .userCancel: .userCanceled
      case .notInteractive: .interactionNotAllowed
      default: .authFailed
      }
    }
  }

  /// A Keychain that asks once in each context.
  private final class AskingKeychain: @unchecked Sendable {
    var answer = KeychainStatus.success
    var hasPasscode = true
    var prompts = 0
    var time: TimeInterval = 100
    private var asked: Context?

    func read(in context: Context) -> KeychainStatus {
      if asked === context { return .success }
      prompts += 1
      if answer == .success { asked = context }
      return answer
    }
  }

  private let keychain = AskingKeychain()

  private func period(_ validity: TimeInterval) -> UserPresencePeriod<Context> {
    UserPresencePeriod(
      validity: validity, now: { [keychain] in keychain.time }, makeContext: Context.init,
      canAsk: { [keychain] in keychain.hasPasscode })
  }

  func testTheUserIsAskedAgainWhenTheValidityIsOver() {
    let period = period(300)
    for (time, prompts) in [(100, 1), (200, 1), (399.9, 1), (400, 2), (699, 2), (700, 3)] as [(TimeInterval, Int)] {
      keychain.time = time
      XCTAssertEqual(period.run(keychain.read), .success)
      XCTAssertEqual(keychain.prompts, prompts, "at \(time)")
    }
  }

  func testTheValidityBeginsWhenTheUserAnswersThePrompt() {
    let period = period(10)
    let status = period.run { [keychain] context in
      keychain.time += 60
      return keychain.read(in: context)
    }
    XCTAssertEqual(status, .success)
    keychain.time += 9
    XCTAssertEqual(period.run(keychain.read), .success)
    XCTAssertEqual(keychain.prompts, 1)
  }

  func testAZeroValidityAsksAtEachCallAndAnInfiniteValidityAsksOnce() {
    let (each, first) = (period(0), period(.infinity))
    for _ in 0..<3 { XCTAssertEqual(each.run(keychain.read), .success) }
    XCTAssertEqual(keychain.prompts, 3)
    for _ in 0..<3 {
      keychain.time += 1e9
      XCTAssertEqual(first.run(keychain.read), .success)
    }
    XCTAssertEqual(keychain.prompts, 4)
  }

  func testAfterAPromptWithoutSuccessTheNextCallAsksInANewContext() {
    let period = period(300)
    let ends: [(PromptError, StoreError)] = [
      (.userCancel, .userPresenceRefused), (.systemCancel, .locked), (.appCancel, .locked),
      (.biometryLockout, .locked), (.authenticationFailed, .locked), (.userFallback, .locked),
      (.invalidContext, .locked),
    ]
    for (end, error) in ends {
      keychain.answer = end.status
      var contexts: [Context] = []
      for _ in 0..<2 {
        let status = period.run { [keychain] context in
          contexts.append(context)
          return keychain.read(in: context)
        }
        XCTAssertEqual(StoreError(status), error, "\(end)")
      }
      XCTAssertFalse(contexts[0] === contexts[1])
    }
    keychain.answer = .success
    XCTAssertEqual(period.run(keychain.read), .success)
  }

  func testWithoutAPasscodeTheStoreIsUnavailable() {
    let period = period(300)
    keychain.answer = PromptError.passcodeNotSet.status
    keychain.hasPasscode = false
    XCTAssertEqual(StoreError(period.run(keychain.read)), .unavailable)
    XCTAssertEqual(StoreError(period.explained(keychain.answer)), .unavailable)
    (keychain.answer, keychain.hasPasscode) = (.success, true)
    XCTAssertEqual(period.run(keychain.read), .success)
  }

  func testIfThePromptCantBeShownTheCallFailsAsLockedAndKeepsTheContext() {
    let period = period(300)
    keychain.answer = PromptError.notInteractive.status
    XCTAssertEqual(StoreError(period.run(keychain.read)), .locked)
    keychain.answer = .success
    XCTAssertEqual(period.run(keychain.read), .success)
    keychain.time += 299
    let status = period.run { _ in .interactionNotAllowed }
    XCTAssertEqual(StoreError(status), .locked)
    XCTAssertEqual(period.run(keychain.read), .success)
    XCTAssertEqual(keychain.prompts, 2)
  }

  func testACancelledPromptNeverSignsTheUserOut() async throws {
    let keychain = FakeKeychain()
    let store = KeychainStore(
      items: keychain, service: "test", accessGroup: nil, afterReinstall: .keepSession, mark: FakeMark())
    let pool = UserPoolConfiguration(region: "local", poolId: "local_a", clientId: "client")
    let auth = try Auth(configuration: AuthConfiguration(userPool: pool), store: store)
    for (status, code) in [
      (.userCanceled, .storeUserPresenceRefused), (.authFailed, .storeLocked), (.interactionNotAllowed, .storeLocked),
    ] as [(KeychainStatus, AuthErrorCode)] {
      keychain.status = status
      for call in [
        { _ = try await auth.fetchAuthSession() }, { _ = try await auth.getCurrentUser() },
        { _ = try await auth.sessionState() },
      ] as [() async throws -> Void] {
        do {
          try await call()
          XCTFail("the call succeeded despite \(status)")
        } catch let error as AuthError {
          XCTAssertEqual(error.code, code)
          XCTAssertEqual(error.kind, .storage)
        }
      }
      XCTAssertEqual(auth.currentSessionState, .unavailable(code))
    }
    XCTAssertFalse(keychain.calls.contains("delete"))
    await auth.close()
  }
}
