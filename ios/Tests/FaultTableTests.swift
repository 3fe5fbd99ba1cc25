import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// Every call of the API by everything that can go wrong. A cell that is missing fails, and so does a call that the
/// sources have and the table lacks.
final class FaultTableTests: PoolTestCase {
  /// The calls that an app can make.
  enum Call: String, CaseIterable {
    case signUp, confirmSignUp, resendSignUpCode, signIn, confirmSignIn, fetchAuthSession, getCurrentUser, signOut
  }

  /// What goes wrong.
  enum Fault: String, CaseIterable {
    case emptyArgument, offline, brokenTLS, serverFails, serverAnswersHTML, truncatedAnswer, silence
    case transportThrows, storeLocked, storeThrows, cancelled, closed
  }

  /// How a call ends then.
  enum Ending: Equatable {
    /// An error that says what to do.
    case fails(AuthError.Kind, AuthErrorCode)
    /// The call does not touch what is broken.
    case succeeds
    /// Signed out here, but the service was not told.
    case signsOutPartly(AuthErrorCode)
    /// Still signed in, and why.
    case failsToSignOut(AuthErrorCode)
    /// `CancellationError`.
    case cancels
    /// The call takes no text that could be empty.
    case hasNoArgument
  }

  static let table: [Call: [Fault: Ending]] = {
    var table: [Call: [Fault: Ending]] = [:]
    for call in [Call.signUp, .confirmSignUp, .resendSignUpCode] {
      table[call] = network.merging(noStore) { $1 }.merging(everyCall) { $1 }
    }
    for call in [Call.signIn, .confirmSignIn] {
      table[call] = network.merging(brokenStore) { $1 }.merging(everyCall) { $1 }
    }
    let noArgument: [Fault: Ending] = [.emptyArgument: .hasNoArgument]
    table[.fetchAuthSession] =
      network.merging(brokenStore) { $1 }.merging(everyCall) { $1 }.merging(noArgument) { $1 }
    table[.getCurrentUser] =
      network.mapValues { _ in .succeeds }.merging(brokenStore) { $1 }.merging(everyCall) { $1 }
      .merging(noArgument) { $1 }
    table[.signOut] = signOut
    return table
  }()

  private static let network: [Fault: Ending] = [
    .offline: .fails(.network, .offline),
    .brokenTLS: .fails(.network, .tlsFailed),
    .serverFails: .fails(.network, .serverError),
    .serverAnswersHTML: .fails(.network, .malformedResponse),
    .truncatedAnswer: .fails(.network, .malformedResponse),
    .silence: .fails(.timedOut, .deadlinePassed),
    .transportThrows: .fails(.network, .transportFailed),
  ]
  private static let noStore: [Fault: Ending] = [.storeLocked: .succeeds, .storeThrows: .succeeds]
  private static let brokenStore: [Fault: Ending] = [
    .storeLocked: .fails(.storage, .storeLocked), .storeThrows: .fails(.storage, .storeUnavailable),
  ]
  private static let everyCall: [Fault: Ending] = [
    .emptyArgument: .fails(.validation, .emptyArgument),
    .cancelled: .cancels,
    .closed: .fails(.invalidState, .closed),
  ]
  private static let signOut: [Fault: Ending] = [
    .emptyArgument: .hasNoArgument,
    .offline: .signsOutPartly(.offline),
    .brokenTLS: .signsOutPartly(.tlsFailed),
    .serverFails: .signsOutPartly(.serverError),
    .serverAnswersHTML: .signsOutPartly(.malformedResponse),
    .truncatedAnswer: .signsOutPartly(.malformedResponse),
    .silence: .signsOutPartly(.deadlinePassed),
    .transportThrows: .signsOutPartly(.transportFailed),
    .storeLocked: .failsToSignOut(.storeLocked),
    .storeThrows: .failsToSignOut(.storeUnavailable),
    .cancelled: .failsToSignOut(.cancelled),
    .closed: .failsToSignOut(.closed),
  ]

  func testTableHasEveryCallOfTheSources() throws {
    let calls = Set(try PublicAPI.asyncMethods())
    XCTAssertEqual(calls, Set(Call.allCases.map(\.rawValue)))
    XCTAssertEqual(calls, Set(try PublicAPI.completionMethods()), "a call lacks one of its two forms")
  }

  func testEveryCallSurvivesEveryFault() async throws {
    for call in Call.allCases {
      for fault in Fault.allCases {
        let expected = try XCTUnwrap(Self.table[call]?[fault], "no cell for \(call) by \(fault)")
        guard expected != .hasNoArgument else { continue }
        try await pool.reset()
        let ending = try await play(call, under: fault)
        XCTAssertEqual(ending, expected, "\(call) by \(fault)")
      }
    }
  }

  private func play(_ call: Call, under fault: Fault) async throws -> Ending {
    let scene = try await Scene(call: call, fault: fault, test: self)
    let text = fault == .emptyArgument ? "" : nil
    let task = Task {
      while fault == .cancelled && !Task.isCancelled {
        await Task.yield()
      }
      return try await FaultTableTests.make(call, scene.auth, text: text, scene.code)
    }
    if fault == .cancelled {
      task.cancel()
    }
    do {
      guard let result = try await task.value else { return .succeeds }
      return Ending(result)
    } catch is CancellationError {
      return .cancels
    } catch let error as AuthError {
      XCTAssertEqual(error.errorDescription?.isEmpty, false, "\(call) by \(fault)")
      XCTAssertEqual(error.recoverySuggestion?.isEmpty, false, "\(call) by \(fault)")
      XCTAssertFalse("\(error) \(error.localizedDescription)".contains("secret"), "\(call) by \(fault)")
      XCTAssertEqual(error.field != nil, error.kind == .validation, "\(call) by \(fault)")
      return .fails(error.kind, error.code)
    }
  }

  /// Makes the call, with the text in place of its first argument if there is one.
  private static func make(
    _ call: Call, _ auth: Auth, text: String?, _ code: String
  ) async throws -> AuthSignOutResult? {
    switch call {
    case .signUp: _ = try await auth.signUp(username: text ?? "ben", password: password)
    case .confirmSignUp: _ = try await auth.confirmSignUp(for: text ?? "ana", confirmationCode: code)
    case .resendSignUpCode: _ = try await auth.resendSignUpCode(for: text ?? "ana")
    case .signIn: _ = try await auth.signIn(username: text ?? "ana", password: password)
    case .confirmSignIn: _ = try await auth.confirmSignIn(challengeResponse: text ?? code)
    case .fetchAuthSession: _ = try await auth.fetchAuthSession(options: .forceRefresh())
    case .getCurrentUser: _ = try await auth.getCurrentUser()
    case .signOut: return await auth.signOut()
    }
    return nil
  }
}

extension FaultTableTests.Ending {
  init(_ result: AuthSignOutResult) {
    switch result {
    case .complete: self = .succeeds
    case .partial(let revokeTokenError?, _, _): self = .signsOutPartly(revokeTokenError.code)
    case .partial: self = .succeeds
    case .failed(let error): self = .failsToSignOut(error.code)
    }
  }
}

/// What has to be there before the call, and then what goes wrong.
private struct Scene {
  let auth: Auth
  private(set) var code = "123456"
  private let transport = FaultyTransport()
  private let store = FaultyStore()

  init(call: FaultTableTests.Call, fault: FaultTableTests.Fault, test: FaultTableTests) async throws {
    let deadline: UInt64 = fault == .silence ? 300 : 30_000
    var auth = try test.makeAuth(store: store, transport: transport, deadlineMilliseconds: deadline)
    switch call {
    case .signUp:
      break
    case .confirmSignUp, .resendSignUpCode:
      let email = [AuthUserAttribute(.email, value: "ana@example.com")]
      let patient = try test.makeAuth()
      _ = try await patient.signUp(
        username: "ana", password: PoolTestCase.password, options: .init(userAttributes: email))
      code = try await test.pool.newestCode(for: "ana")
    case .signIn:
      try await test.pool.addUser("ana")
    case .confirmSignIn:
      try await test.pool.addUser("ana", attributes: ["email": "ana@example.com"])
      try await test.pool.preferMFA("Email", for: "ana")
      _ = try await auth.signIn(username: "ana", password: PoolTestCase.password)
      code = try await test.pool.newestCode(for: "ana")
    case .fetchAuthSession, .getCurrentUser, .signOut:
      try await test.pool.addUser("ana")
      _ = try await test.makeAuth(store: store).signIn(username: "ana", password: PoolTestCase.password)
      // As after a relaunch: the session is in the store alone.
      auth = try test.makeAuth(store: store, transport: transport, deadlineMilliseconds: deadline)
    }
    self.auth = auth
    await strike(fault)
  }

  private func strike(_ fault: FaultTableTests.Fault) async {
    switch fault {
    case .emptyArgument, .cancelled: break
    case .offline: transport.fail(with: .failure(.offline))
    case .brokenTLS: transport.fail(with: .failure(.tls))
    case .serverFails: transport.fail(with: .answer(status: 500, body: ""))
    case .serverAnswersHTML: transport.fail(with: .answer(status: 200, body: "<html>Sign in to this Wi-Fi</html>"))
    case .truncatedAnswer: transport.fail(with: .truncated)
    case .silence: transport.fail(with: .silence)
    case .transportThrows: transport.fail(with: .foreignError)
    case .storeLocked: store.fail(with: StoreError.locked)
    case .storeThrows: store.fail(with: ForeignError())
    case .closed: await auth.close()
    }
  }
}
