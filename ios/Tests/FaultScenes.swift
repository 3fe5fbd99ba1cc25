import CognitoAuth
import CognitoAuthTesting
import XCTest

extension FaultTableTests.Call {
  /// Makes the call. The tests pass an empty `text` to replace one text argument of the call. If the call takes a list
  /// instead, it gets an empty list. If `text` is `nil`, the call gets valid arguments.
  func make(
    _ auth: any AuthClient, text: String?, code: String, browser: any WebBrowser = ManagedLogin()
  ) async throws -> AuthSignOutResult? {
    let password = PoolTestCase.password
    let key = text.map(AuthUserAttributeKey.custom) ?? .name
    let attribute = AuthUserAttribute(key, value: "Ana")
    switch self {
    case .signUp: _ = try await auth.signUp(username: text ?? "ben", password: password)
    case .confirmSignUp: _ = try await auth.confirmSignUp(for: text ?? "ana", confirmationCode: code)
    case .resendSignUpCode: _ = try await auth.resendSignUpCode(for: text ?? "ana")
    case .signIn: _ = try await auth.signIn(username: text ?? "ana", password: password)
    case .confirmSignIn: _ = try await auth.confirmSignIn(challengeResponse: text ?? code)
    case .autoSignIn: _ = try await auth.autoSignIn()
    case .signInWithWebUI: _ = try await auth.signInWithWebUI(browser: browser, options: .init(language: text))
    case .handleRedirect: _ = try await auth.handleRedirect(try URL(string: code).orMismatch("no address"))
    case .signOutWithWebUI: return await auth.signOut(browser: browser)
    case .fetchAuthSession: _ = try await auth.fetchAuthSession(options: .forceRefresh())
    case .getCurrentUser: _ = try await auth.getCurrentUser()
    case .signOut: return await auth.signOut()
    case .sessionState: _ = try await auth.sessionState()
    case .pendingSignIn: _ = try await auth.pendingSignIn()
    case .moveReport: _ = try await auth.moveReport()
    case .finishMove: try await auth.finishMove()
    case .federateToIdentityPool:
      _ = try await auth.federateToIdentityPool(withProviderToken: text ?? "token", for: .google)
    case .clearFederationToIdentityPool: try await auth.clearFederationToIdentityPool()
    case .resetPassword: _ = try await auth.resetPassword(for: text ?? "ana")
    case .confirmResetPassword:
      try await auth.confirmResetPassword(for: text ?? "ana", with: "New-password-1", confirmationCode: code)
    case .updatePassword: try await auth.update(oldPassword: text ?? password, to: "New-password-1")
    case .fetchUserAttributes: _ = try await auth.fetchUserAttributes()
    case .updateUserAttribute: _ = try await auth.update(userAttribute: attribute)
    case .updateUserAttributes: _ = try await auth.update(userAttributes: text == nil ? [attribute] : [])
    case .deleteUserAttributes: try await auth.deleteUserAttributes(text == nil ? [key] : [])
    case .sendVerificationCode:
      _ = try await auth.sendVerificationCode(forUserAttributeKey: text.map(AuthUserAttributeKey.custom) ?? .email)
    case .confirmUserAttribute: try await auth.confirm(userAttribute: .email, confirmationCode: text ?? code)
    case .deleteUser: try await auth.deleteUser()
    case .fetchMFAPreference: _ = try await auth.fetchMFAPreference()
    case .updateMFAPreference: try await auth.updateMFAPreference(email: text == nil ? .enabled : nil)
    case .setUpTOTP: _ = try await auth.setUpTOTP()
    case .verifyTOTPSetup: try await auth.verifyTOTPSetup(code: text ?? code)
    case .rememberDevice: try await auth.rememberDevice()
    case .forgetDevice: try await auth.forgetDevice(text.map { AuthDevice(id: $0) })
    case .fetchDevices: _ = try await auth.fetchDevices()
    case .associateWebAuthnCredential: try await auth.associateWebAuthnCredential()
    case .listWebAuthnCredentials: _ = try await auth.listWebAuthnCredentials()
    case .deleteWebAuthnCredential: try await auth.deleteWebAuthnCredential(credentialId: text ?? code)
    case .fetchUserAuthFactors: _ = try await auth.fetchUserAuthFactors()
    }
    return nil
  }
}

/// Prepares the state that a call needs, and then causes a fault.
struct FaultScene {
  let auth: Auth
  private(set) var code = "123456"
  let pages: ManagedLogin
  private let transport: FaultyTransport
  private let store = FaultyStore()
  private let passkeys = SoftwarePasskeys()

  init(call: FaultTableTests.Call, fault: FaultTableTests.Fault, test: FaultTableTests) async throws {
    // Before `autoSignIn`, the same instance signs a user up, which can take longer than 0.3 seconds.
    let deadline: TimeInterval = fault == .silence ? (call == .autoSignIn ? 3 : 0.3) : 30
    let pool = try test.pool
    // The pool does not know the tokens that come from these pages, and would refuse to revoke them. So a transport
    // that always succeeds takes the pool's place.
    pages = ManagedLogin(before: call == .signOutWithWebUI ? ObligingTransport() : URLSessionTransport())
    transport = FaultyTransport(before: pages)
    let identityPool =
      [.federateToIdentityPool, .clearFederationToIdentityPool].contains(call) ? PoolTestCase.identityPool : nil
    auth = try test.makeAuth(
      store: store, movingFrom: FormerApp().library(), transport: transport, passkeys: passkeys, deadline: deadline,
      oauth: ManagedLogin.oauth, identityPool: identityPool)
    switch call {
    case .signUp:
      break
    case .confirmSignUp, .resendSignUpCode:
      try await Self.register(with: test.makeAuth())
      code = try await pool.newestCode(for: "ana")
    case .autoSignIn:
      // The Session is only in the memory of the instance that confirms the sign-up. So that instance makes the call.
      try await Self.register(with: auth)
      _ = try await auth.confirmSignUp(for: "ana", confirmationCode: pool.newestCode(for: "ana"))
    case .signIn:
      try await pool.addUser("ana")
    case .confirmSignIn:
      try await pool.addUser("ana", attributes: PoolTestCase.addresses)
      try await pool.preferMFA(.email, for: "ana")
      // Another instance begins the sign-in. So only the store has the challenge, as after a relaunch of the app.
      _ = try await test.makeAuth(store: store).signIn(username: "ana", password: PoolTestCase.password)
      code = try await pool.newestCode(for: "ana")
    case .signInWithWebUI:
      pages.follow(.signedIn)
    case .handleRedirect:
      // Another instance opens the browser. So only the store has the open sign-in, as after a relaunch of the app.
      pages.follow(.failure(WebBrowserFailure.cancelled))
      let earlier = try test.makeAuth(store: store, oauth: ManagedLogin.oauth)
      _ = try await authError { try await earlier.signInWithWebUI(browser: pages) }
      code = try pages.address("myapp://callback/?code=the-code&state=STATE").absoluteString
    case .signOutWithWebUI:
      pages.follow(.signedIn, .signedOut)
      let earlier = try test.makeAuth(store: store, transport: pages, oauth: ManagedLogin.oauth)
      _ = try await earlier.signInWithWebUI(browser: pages)
    case .federateToIdentityPool:
      try await pool.allowGoogle()
    case .clearFederationToIdentityPool:
      try await pool.allowGoogle()
      let earlier = try test.makeAuth(store: store, identityPool: identityPool)
      _ = try await earlier.federateToIdentityPool(withProviderToken: "token", for: .google)
    case .resetPassword, .confirmResetPassword:
      try await pool.addUser("ana", attributes: PoolTestCase.addresses)
      _ = try await test.makeAuth().resetPassword(for: "ana")
      code = try await pool.newestCode(for: "ana")
    default:
      // Another instance signs in, so only the store has the session.
      let earlier = try test.makeAuth(store: store, passkeys: passkeys)
      code = try await Self.signIn(earlier, for: call, pool) ?? code
    }
    await make(fault)
  }

  private static func register(with auth: Auth) async throws {
    _ = try await auth.signUp(
      username: "ana", password: PoolTestCase.password,
      options: PoolTestCase.withEmail)
  }

  /// Signs a user in, and makes the calls that must come before `call`. Returns the code or the id that `call` needs;
  /// `nil` if it needs neither.
  private static func signIn(
    _ auth: Auth, for call: FaultTableTests.Call, _ pool: LocalPool
  ) async throws -> String? {
    try await pool.addUser("ana", attributes: PoolTestCase.addresses)
    if [.rememberDevice, .forgetDevice, .fetchDevices].contains(call) {
      try await pool.configure(["DeviceConfiguration": ["DeviceOnlyRememberedOnUserPrompt": true]])
    }
    _ = try await auth.signIn(
      username: "ana", password: PoolTestCase.password, options: .init(authFlowType: .userPassword))
    switch call {
    case .confirmUserAttribute:
      _ = try await auth.sendVerificationCode(forUserAttributeKey: .email)
      return try await pool.newestCode(for: "ana")
    case .verifyTOTPSetup:
      let details = try await auth.setUpTOTP()
      return totpCode(secret: details.sharedSecret, at: try await pool.now())
    case .deleteWebAuthnCredential:
      try await auth.associateWebAuthnCredential()
      return try await auth.listWebAuthnCredentials().credentials.first?.credentialId
    default:
      return nil
    }
  }

  private func make(_ fault: FaultTableTests.Fault) async {
    switch fault {
    case .nothing, .emptyArgument, .cancelled: break
    case .offline: transport.fail(with: .failure(.offline))
    case .brokenTLS: transport.fail(with: .failure(.tls))
    case .serverFails: transport.fail(with: .response(status: 500, body: ""))
    case .serverSendsHTML: transport.fail(with: .response(status: 200, body: "<html>Sign in to this Wi-Fi</html>"))
    case .truncatedResponse: transport.fail(with: .truncated)
    case .silence: transport.fail(with: .silence)
    case .transportThrows: transport.fail(with: .foreignError)
    case .storeLocked: store.fail(with: StoreError.locked)
    case .storeThrows: store.fail(with: ForeignError())
    case .closed: await auth.close()
    }
  }
}
