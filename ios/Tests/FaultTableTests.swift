import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Makes every call of the API, except `close()` and the calls that only Apple's platforms have, under every fault that
/// applies to it. The tests also fail if the table lacks a cell or a call.
final class FaultTableTests: PoolTestCase {
  /// The calls that an app can make.
  enum Call: String, CaseIterable {
    case signUp = "signUp(username:password:options:)"
    case confirmSignUp = "confirmSignUp(for:confirmationCode:options:)"
    case resendSignUpCode = "resendSignUpCode(for:options:)"
    case signIn = "signIn(username:password:options:)"
    case confirmSignIn = "confirmSignIn(challengeResponse:options:)"
    case autoSignIn = "autoSignIn()"
    case signInWithWebUI = "signInWithWebUI(for:browser:options:)"
    case handleRedirect = "handleRedirect(_:)"
    case signOutWithWebUI = "signOut(browser:options:)"
    case fetchAuthSession = "fetchAuthSession(options:)"
    case getCurrentUser = "getCurrentUser()"
    case signOut = "signOut(options:)"
    case sessionState = "sessionState()"
    case pendingSignIn = "pendingSignIn()"
    case moveReport = "moveReport()"
    case finishMove = "finishMove()"
    case federateToIdentityPool = "federateToIdentityPool(withProviderToken:for:options:)"
    case clearFederationToIdentityPool = "clearFederationToIdentityPool()"
    case resetPassword = "resetPassword(for:options:)"
    case confirmResetPassword = "confirmResetPassword(for:with:confirmationCode:options:)"
    case updatePassword = "update(oldPassword:to:)"
    case fetchUserAttributes = "fetchUserAttributes()"
    case updateUserAttribute = "update(userAttribute:options:)"
    case updateUserAttributes = "update(userAttributes:options:)"
    case deleteUserAttributes = "deleteUserAttributes(_:)"
    case sendVerificationCode = "sendVerificationCode(forUserAttributeKey:options:)"
    case confirmUserAttribute = "confirm(userAttribute:confirmationCode:)"
    case deleteUser = "deleteUser()"
    case fetchMFAPreference = "fetchMFAPreference()"
    case updateMFAPreference = "updateMFAPreference(_:)"
    case setUpTOTP = "setUpTOTP()"
    case verifyTOTPSetup = "verifyTOTPSetup(code:options:)"
    case rememberDevice = "rememberDevice()"
    case forgetDevice = "forgetDevice(_:)"
    case fetchDevices = "fetchDevices()"
    case associateWebAuthnCredential = "associateWebAuthnCredential()"
    case listWebAuthnCredentials = "listWebAuthnCredentials(options:)"
    case deleteWebAuthnCredential = "deleteWebAuthnCredential(credentialId:)"
    case fetchUserAuthFactors = "fetchUserAuthFactors()"
  }

  /// The faults.
  enum Fault: String, CaseIterable {
    case nothing, emptyArgument, offline, brokenTLS, serverFails, serverSendsHTML, truncatedResponse, silence
    case transportThrows, storeLocked, storeThrows, cancelled, closed
  }

  /// How a call ends under a fault.
  enum Ending: Equatable {
    /// The call throws an error of this kind, with this code.
    case fails(AuthError.Kind, AuthErrorCode)
    /// The call succeeds, because it does not need what the fault breaks.
    case succeeds
    /// The user is signed out of the app, but the request to the service failed with this code.
    case signsOutPartly(AuthErrorCode)
    /// The sign-out failed with this code. The user is still signed in.
    case failsToSignOut(AuthErrorCode)
    /// The call throws `CancellationError`.
    case cancels
    /// The call has no argument that could be empty, so it is not made under this fault.
    case hasNoArgument
  }

  static let table: [Call: [Fault: Ending]] = {
    var table: [Call: [Fault: Ending]] = [:]
    let withoutStore: [Call] = [.signUp, .confirmSignUp, .resendSignUpCode, .resetPassword, .confirmResetPassword]
    for call in Call.allCases {
      let store = withoutStore.contains(call) ? noStore : brokenStore
      table[call] = network.merging(store) { $1 }.merging(everyCall) { $1 }
    }
    let argumentless: [Call] = [
      .autoSignIn, .fetchAuthSession, .getCurrentUser, .fetchUserAttributes, .deleteUser, .fetchMFAPreference,
      .setUpTOTP, .rememberDevice, .fetchDevices, .associateWebAuthnCredential,
      .listWebAuthnCredentials, .fetchUserAuthFactors, .handleRedirect, .sessionState, .pendingSignIn,
      .moveReport, .finishMove, .clearFederationToIdentityPool,
    ]
    for call in argumentless {
      table[call]?[.emptyArgument] = .hasNoArgument
    }
    let withoutRequest: [Call] = [
      .getCurrentUser, .sessionState, .pendingSignIn, .moveReport, .finishMove, .clearFederationToIdentityPool,
    ]
    for call in withoutRequest {
      table[call]?.merge(network.mapValues { _ in .succeeds }) { $1 }
    }
    table[.signOut] = signOut
    table[.signOutWithWebUI] = signOut
    return table
  }()

  private static let network: [Fault: Ending] = [
    .offline: .fails(.network, .offline),
    .brokenTLS: .fails(.network, .tlsFailed),
    .serverFails: .fails(.network, .serverError),
    .serverSendsHTML: .fails(.network, .malformedResponse),
    .truncatedResponse: .fails(.network, .malformedResponse),
    .silence: .fails(.timedOut, .deadlinePassed),
    .transportThrows: .fails(.network, .transportFailed),
  ]
  private static let noStore: [Fault: Ending] = [.storeLocked: .succeeds, .storeThrows: .succeeds]
  private static let brokenStore: [Fault: Ending] = [
    .storeLocked: .fails(.storage, .storeLocked), .storeThrows: .fails(.storage, .storeUnavailable),
  ]
  private static let everyCall: [Fault: Ending] = [
    .nothing: .succeeds,
    .emptyArgument: .fails(.validation, .emptyArgument),
    .cancelled: .cancels,
    .closed: .fails(.invalidState, .closed),
  ]
  private static let signOut: [Fault: Ending] = [
    .nothing: .succeeds,
    .emptyArgument: .hasNoArgument,
    .offline: .signsOutPartly(.offline),
    .brokenTLS: .signsOutPartly(.tlsFailed),
    .serverFails: .signsOutPartly(.serverError),
    .serverSendsHTML: .signsOutPartly(.malformedResponse),
    .truncatedResponse: .signsOutPartly(.malformedResponse),
    .silence: .signsOutPartly(.deadlinePassed),
    .transportThrows: .signsOutPartly(.transportFailed),
    .storeLocked: .failsToSignOut(.storeLocked),
    .storeThrows: .failsToSignOut(.storeUnavailable),
    .cancelled: .failsToSignOut(.cancelled),
    .closed: .failsToSignOut(.closed),
  ]

  func testTheTableHasEveryCallOfThePublicAPI() throws {
    let calls = try PublicAPI.calls()
    XCTAssertEqual(Set(calls), Set(Call.allCases.map(\.rawValue)))
    let names = { (calls: [String]) in calls.map { $0.prefix { $0 != "(" } }.sorted() }
    XCTAssertEqual(
      names(calls), names(try PublicAPI.callsWithHandlers()), "a call lacks its async form or its form with a handler")
  }

  func testEveryCallWithEveryFaultEndsAsTheTableSays() async throws {
    for call in Call.allCases {
      for fault in Fault.allCases {
        let expected = try XCTUnwrap(Self.table[call]?[fault], "no cell for \(call) under \(fault)")
        guard expected != .hasNoArgument else { continue }
        try await pool.reset()
        let ending = try await play(call, under: fault)
        XCTAssertEqual(ending, expected, "\(call) under \(fault)")
      }
    }
  }

  private func play(_ call: Call, under fault: Fault) async throws -> Ending {
    let scene = try await FaultScene(call: call, fault: fault, test: self)
    let text = fault == .emptyArgument ? "" : nil
    let task = Task {
      while fault == .cancelled && !Task.isCancelled {
        await Task.yield()
      }
      return try await call.make(scene.auth, text: text, code: scene.code, browser: scene.pages)
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
      XCTAssertEqual(error.errorDescription?.isEmpty, false, "\(call) under \(fault)")
      XCTAssertEqual(error.recoverySuggestion?.isEmpty, false, "\(call) under \(fault)")
      XCTAssertFalse("\(error) \(error.localizedDescription)".contains("secret"), "\(call) under \(fault)")
      XCTAssertEqual(error.field != nil, error.kind == .validation, "\(call) under \(fault)")
      return .fails(error.kind, error.code)
    }
  }
}

extension FaultTableTests.Ending {
  init(_ result: AuthSignOutResult) {
    switch result {
    case .complete: self = .succeeds
    case .partial(let revokeTokenError, let globalSignOutError, let hostedUIError):
      let error = revokeTokenError ?? globalSignOutError ?? hostedUIError
      self = error.map { Self.signsOutPartly($0.code) } ?? .succeeds
    case .failed(let error): self = .failsToSignOut(error.code)
    }
  }
}
