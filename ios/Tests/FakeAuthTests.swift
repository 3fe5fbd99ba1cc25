import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The fake that apps use in their tests.
final class FakeAuthTests: XCTestCase {
  private static let wrongCode = AuthError(kind: .notAuthorized, code: .codeMismatch)
  private static let ana = AuthUser(username: "ana", userId: "id-of-ana")

  func testAnswersForOneCallAreUsedBeforeTheAnswerForAllCalls() async throws {
    let fake = FakeAuth()
    fake.script.confirmSignIn.failsOnce(with: Self.wrongCode).returnsOnce(.init(nextStep: .confirmSignInWithTOTPCode))
      .returns(AuthSignInResult(nextStep: .done))
    let error = try await authError { try await fake.confirmSignIn(challengeResponse: "1") }
    XCTAssertEqual(error, Self.wrongCode)
    var steps: [AuthSignInStep] = []
    for _ in 0..<3 {
      steps.append(try await fake.confirmSignIn(challengeResponse: "2").nextStep)
    }
    XCTAssertEqual(steps, [.confirmSignInWithTOTPCode, .done, .done])
  }

  func testAClosureAnswersByTheCallsArguments() async throws {
    let fake = FakeAuth()
    fake.script.confirmSignIn.answers { call in
      guard case .confirmSignIn("123456", _) = call else { throw Self.wrongCode }
      return AuthSignInResult(nextStep: .done)
    }
    let error = try await authError { try await fake.confirmSignIn(challengeResponse: "000000") }
    XCTAssertEqual(error.code, .codeMismatch)
    let result = try await fake.confirmSignIn(challengeResponse: "123456")
    XCTAssertTrue(result.isSignedIn)
  }

  func testEveryCallWithoutAScriptFailsWithAnErrorThatNamesTheCall() async throws {
    let answeredByTheState: [FaultTableTests.Call] = [
      .fetchAuthSession, .getCurrentUser, .sessionState, .pendingSignIn,
    ]
    for call in FaultTableTests.Call.allCases where !answeredByTheState.contains(call) {
      let fake = FakeAuth()
      let error: AuthError
      do {
        guard case .failed(let failure)? = try await call.make(fake, text: nil, code: "123456") else {
          XCTFail("\(call) succeeds")
          continue
        }
        error = failure
      } catch let thrown as AuthError {
        error = thrown
      }
      XCTAssertEqual(error.kind, .internal, "\(call)")
      XCTAssertEqual(fake.unscripted.map(\.name), [error.field], "\(call)")
      XCTAssertTrue(error.description.contains("fake.script.\(error.field ?? "?")."), "\(error)")
      XCTAssertEqual(fake.calls, fake.unscripted)
    }
  }

  func testTheStateAnswersTheCallsThatReadIt() async throws {
    let fake = FakeAuth(state: .signedIn(Self.ana))
    let user = try await fake.getCurrentUser()
    XCTAssertEqual(user, Self.ana)
    let session = try await fake.fetchAuthSession()
    XCTAssertEqual(session.tokens, FakeAuth.tokens)
    fake.state = .awaitingChallenge(AuthPendingSignIn(username: "ana", nextStep: .confirmSignInWithTOTPCode))
    let pending = try await fake.pendingSignIn()
    XCTAssertEqual(pending?.nextStep, .confirmSignInWithTOTPCode)
    let signedOut = try await authError { try await fake.getCurrentUser() }
    XCTAssertEqual(signedOut.kind, .signedOut)
    fake.state = .unavailable(.storeLocked)
    let locked = try await authError { try await fake.sessionState() }
    XCTAssertEqual([locked.kind], [.storage])
    XCTAssertEqual(locked.code, .storeLocked)
    XCTAssertEqual(fake.unscripted, [])
  }

  func testTheStateAndTheEventsFollowTheCalls() async throws {
    let fake = FakeAuth()
    var states = fake.sessionStates.makeAsyncIterator()
    let events = fake.events
    fake.script.signIn.returns(AuthSignInResult(nextStep: .confirmSignInWithTOTPCode))
    fake.script.confirmSignIn.returns(AuthSignInResult(nextStep: .done))
    fake.script.signOut.returns(.complete)
    let first = await states.next()
    XCTAssertEqual(first, .signedOut(ended: nil))
    _ = try await fake.signIn(username: "ana", password: "Password-123")
    let second = await states.next()
    let pending = AuthPendingSignIn(username: "ana", nextStep: .confirmSignInWithTOTPCode)
    XCTAssertEqual(second, .awaitingChallenge(pending))
    _ = try await fake.confirmSignIn(challengeResponse: "123456")
    let third = await states.next()
    XCTAssertEqual(third, .signedIn(Self.ana))
    fake.endSession(.revoked)
    let fourth = await states.next()
    XCTAssertEqual(fourth, .signedOut(ended: AuthSessionEnd(reason: .revoked, username: "ana")))
    _ = try await fake.signIn(username: "ana", password: "Password-123")
    _ = try await fake.confirmSignIn(challengeResponse: "123456")
    await fake.signOut()
    XCTAssertEqual(fake.currentSessionState, .signedOut(ended: nil))
    fake.emit(.storageFailed)
    await fake.close()
    let heard = await events.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(heard, [.signedIn, .sessionExpired, .signedIn, .signedOut, .storageFailed])
  }

  func testANewSignInHasItsOwnUser() async throws {
    let fake = FakeAuth()
    fake.script.signIn.returns(AuthSignInResult(nextStep: .confirmSignInWithTOTPCode))
    fake.script.confirmSignIn.returns(AuthSignInResult(nextStep: .done))
    fake.script.signUp.returns(AuthSignUpResult(nextStep: .done))
    _ = try await fake.signIn(username: "ben", password: "Password-123")
    _ = try await fake.signIn(username: "ana", password: "Password-123")
    let pending = try await fake.pendingSignIn()
    XCTAssertEqual(pending?.username, "ana")
    // The challenge belongs to the one who signs in, even if somebody signs up meanwhile.
    _ = try await fake.signUp(username: "zoe", password: "Password-123")
    _ = try await fake.confirmSignIn(challengeResponse: "123456")
    XCTAssertEqual(fake.state, .signedIn(Self.ana))
  }

  func testAStepThatIsNoChallengeEndsTheChallenge() async throws {
    for step in [AuthSignInStep.confirmSignUp(nil), .resetPassword(nil)] {
      let fake = FakeAuth.awaitingChallenge(.confirmSignInWithTOTPCode)
      fake.script.confirmSignIn.returns(AuthSignInResult(nextStep: step))
      _ = try await fake.confirmSignIn(challengeResponse: "123456")
      XCTAssertEqual(fake.state, .signedOut(ended: nil), "\(step)")
    }
  }

  func testAStateThatTheAnswerSetsStays() async throws {
    let fake = FakeAuth()
    fake.script.signIn.answers { _ in
      fake.state = .unavailable(.storeLocked)
      return AuthSignInResult(nextStep: .done)
    }
    _ = try await fake.signIn(username: "ana", password: "Password-123")
    XCTAssertEqual(fake.state, .unavailable(.storeLocked))
  }

  func testTheCallsAreRecordedAndPrintedWithoutTheirArguments() async throws {
    let fake = FakeAuth.signedOut()
    _ = try await fake.signIn(username: "ana@example.com", password: "secret-1")
    await fake.signOut()
    XCTAssertEqual(
      fake.calls,
      [
        .signIn(username: "ana@example.com", password: "secret-1", options: .init()), .signOut(options: .init()),
      ])
    var dumped = ""
    dump(fake.calls, to: &dumped)
    for text in ["\(fake.calls)", String(reflecting: fake.calls), dumped] {
      XCTAssertTrue(text.contains("signIn"), text)
      XCTAssertFalse(text.contains("secret-1") || text.contains("example.com"), text)
    }
  }

  func testASlowCallCanBeCancelled() async throws {
    let fake = FakeAuth()
    fake.script.signIn.takes(seconds: .infinity).returns(AuthSignInResult(nextStep: .done))
    fake.script.signOut.takes(seconds: .infinity).returns(.complete)
    let signIn = Task { try await fake.signIn(username: "ana", password: "Password-123") }
    let signOut = Task { await fake.signOut() }
    try await eventually { fake.calls.count == 2 }
    signIn.cancel()
    signOut.cancel()
    guard case .failure(let error) = await signIn.result, error is CancellationError else {
      return XCTFail("no CancellationError")
    }
    guard case .failed(let failure) = await signOut.value else { return XCTFail("no failure") }
    XCTAssertEqual(failure.code, .cancelled)
    XCTAssertEqual(fake.state, .signedOut(ended: nil))
  }

  func testAClosedFakeRefusesCallsAndEndsItsStreams() async throws {
    let fake = FakeAuth.signedIn()
    let states = fake.sessionStates
    await fake.close()
    XCTAssertTrue(fake.isClosed)
    let error = try await authError { try await fake.getCurrentUser() }
    XCTAssertEqual(error.code, .closed)
    let seen = await states.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(seen, [.signedIn(Self.ana)])
    let last = await fake.sessionStates.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(last, [.signedIn(Self.ana)])
    let late = await fake.events.reduce(into: []) { $0.append($1) }
    XCTAssertEqual(late, [])
  }

  func testTheFakesForPreviewsHaveTheirStatesAndAnswers() async throws {
    XCTAssertEqual(FakeAuth.signedIn().state, .signedIn(Self.ana))
    XCTAssertEqual(FakeAuth.loading().state, .loading)
    XCTAssertEqual(FakeAuth.unavailable().state, .unavailable(.storeLocked))
    guard case .guest = FakeAuth.guest().state else { return XCTFail("no guest") }
    let fake = FakeAuth.awaitingChallenge(.confirmSignInWithTOTPCode)
    _ = try await fake.confirmSignIn(challengeResponse: "anything")
    XCTAssertEqual(fake.state, .signedIn(Self.ana))
    await fake.signOut()
    let signUp = try await fake.signUp(username: "ben", password: "Password-123")
    XCTAssertFalse(signUp.isSignUpComplete)
    _ = try await fake.confirmSignUp(for: "ben", confirmationCode: "123456")
    _ = try await fake.signIn(username: "ben", password: "Password-123")
    XCTAssertEqual(fake.state, .signedIn(AuthUser(username: "ben", userId: "id-of-ben")))
    XCTAssertEqual(fake.unscripted, [])
  }

  func testACallOfAFakeAlsoTakesAHandler() {
    let heard = expectation(description: "the handler is called")
    FakeAuth.signedIn().signOut { result in
      XCTAssertEqual(result, .success(.complete))
      heard.fulfill()
    }
    wait(for: [heard], timeout: 60)
  }
}
