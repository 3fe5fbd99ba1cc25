import Foundation

/// Every call of the library. ``Auth`` implements them; in a test, the app's own fake takes the place of ``Auth``.
///
/// Let the app's types take an `AuthClient`, and pass them an ``Auth``:
///
/// ```swift
/// struct Greeting {
///   let auth: any AuthClient
///
///   func text() async throws -> String { "Hello, \(try await auth.getCurrentUser().username)" }
/// }
/// ```
///
/// A test passes a fake, which implements only the calls that the test makes:
///
/// ```swift
/// struct FakeAuth: AuthClient {
///   func getCurrentUser() async throws -> AuthUser { AuthUser(username: "ana", userId: "1") }
/// }
/// ```
///
/// Every requirement has a default implementation. The default of a call fails with an ``AuthError`` of the kind
/// ``AuthError/Kind/internal``, whose ``AuthError/field`` is the call's name. By default, ``events`` and
/// ``sessionStates`` are streams that have ended, ``currentSessionState`` is ``AuthSessionState/loading``,
/// ``callbackQueue`` is the main queue, and ``close()`` does nothing. A call that a later version adds has a default
/// too, so an existing fake still compiles.
///
/// The calls without their options, and those with a completion handler or a publisher, are extensions of this
/// protocol. They call its requirements, so they work with a fake too.
///
/// A failed call throws an ``AuthError``, or `CancellationError` if its task was cancelled.
public protocol AuthClient: Sendable {
  // MARK: Sign-up

  /// Registers a user (Cognito: SignUp).
  ///
  /// - Parameters:
  ///   - username: The user name. In a pool whose users sign in by e-mail or phone, it is the address or the number.
  ///   - password: The password; `nil` or empty for a user without one, in a pool that allows this.
  ///   - options: The user's attributes, and data for the pool's triggers and threat protection.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func signUp(
    username: String, password: String?, options: AuthSignUpRequest.Options
  ) async throws -> AuthSignUpResult

  /// Confirms a sign-up with the code (Cognito: ConfirmSignUp).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func confirmSignUp(
    for username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options
  ) async throws -> AuthSignUpResult

  /// Sends a new sign-up code (Cognito: ResendConfirmationCode).
  ///
  /// - Returns: Where the code went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func resendSignUpCode(
    for username: String, options: AuthResendSignUpCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails

  // MARK: Sign-in

  /// Signs a user in (Cognito: InitiateAuth, RespondToAuthChallenge). Unless the options or the configuration choose
  /// another flow, SRP verifies the password without sending it.
  ///
  /// - Parameters:
  ///   - username: The user name, or an alias of it.
  ///   - password: The password; `nil` for a flow without one.
  ///   - options: The flow, and data for the pool's triggers and threat protection.
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/cancelled`` if a newer sign-in or a sign-out superseded
  ///   this one; `CancellationError` if the task is cancelled.
  func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult

  /// Answers the challenge of the active sign-in (Cognito: RespondToAuthChallenge). After a wrong code the challenge
  /// stays open for another answer. If the passkey sheet failed, the answer `WEB_AUTHN` shows it again.
  ///
  /// - Parameters:
  ///   - challengeResponse: The code, the password, or the chosen option, as ``AuthSignInStep`` says.
  ///   - options: The attributes for a new password or the name for an authenticator app, and data for the pool's
  ///     triggers and threat protection.
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/cancelled`` if a newer sign-in or a sign-out superseded
  ///   this one; `CancellationError` if the task is cancelled.
  func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options
  ) async throws -> AuthSignInResult

  /// Signs a user in without a password, right after the sign-up was confirmed (Cognito: InitiateAuth). The call works
  /// once, for a few minutes after the next step was ``AuthSignUpStep/completeAutoSignIn(_:)``. It no longer works
  /// after another sign-in or a sign-out.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/noPendingAutoSignIn`` if there is no newly confirmed
  ///   sign-up, and ``AuthErrorCode/cancelled`` if a newer sign-in or a sign-out superseded this one;
  ///   `CancellationError` if the task is cancelled.
  func autoSignIn() async throws -> AuthSignInResult

  // MARK: Web pages

  /// Signs a user in on the user pool's web pages (managed login), or with another provider (Cognito:
  /// `/oauth2/authorize`, `/oauth2/token`, with PKCE). The time that the user takes does not count against the call's
  /// time limit.
  ///
  /// The sign-in stays open for ten minutes, even if the process ends. If the system opens the app with the redirect,
  /// even in a later run, give the redirect to ``handleRedirect(_:)``. A new sign-in or a sign-out ends the open
  /// sign-in. Cancelling the task ends it too, and closes the page.
  ///
  /// - Parameters:
  ///   - provider: The provider whose page the browser opens; if `nil`, it opens the pool's own page.
  ///   - browser: Shows the page.
  ///   - options: What the page shows and asks, and which user the app expects.
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/browserCancelled`` if the user closed the page,
  ///   ``AuthErrorCode/browserBusy`` if another page of the process is open, ``AuthErrorCode/webSignInRefused`` if the
  ///   service or the provider refused, ``AuthErrorCode/oauthNotConfigured`` without ``AuthConfiguration/oauth``, among
  ///   others; `CancellationError` if the task is cancelled.
  func signInWithWebUI(
    for provider: AuthProvider?, browser: any WebBrowser, options: AuthWebUISignInRequest.Options
  ) async throws -> AuthSignInResult

  /// Takes the redirect that ends a sign-in or a sign-out on the web. Call it with every address that the system opens
  /// the app with. If the address is not such a redirect, the call makes no request.
  ///
  /// - Returns: What the call did with the address.
  /// - Throws: The errors of ``signInWithWebUI(for:browser:options:)``, if this call completes the sign-in;
  ///   ``AuthErrorCode/challengeExpired`` if the sign-in began more than ten minutes ago; `CancellationError` if the
  ///   task is cancelled.
  func handleRedirect(_ url: URL) async throws -> AuthRedirectResult

  /// Signs the user out as ``signOut(options:)`` does, and then removes the cookie of a sign-in on the web: the browser
  /// opens the pool's page `/logout`. The browser stays closed if it has no such cookie. That is the case if nobody
  /// signed in there, the sign-in's page was private, or an earlier call has removed the cookie.
  ///
  /// The user is signed out of the app before the browser opens. What happens in the browser does not change that. If
  /// the cookie stays, the result is ``AuthSignOutResult/partial(revokeTokenError:globalSignOutError:hostedUIError:)``
  /// with the reason. The next sign-in on the web can then sign the same user in without asking. The next sign-out with
  /// a browser opens the page again, even if nobody is signed in by then. This call never throws.
  @discardableResult
  func signOut(browser: any WebBrowser, options: AuthSignOutRequest.Options) async -> AuthSignOutResult

  // MARK: Session

  /// The session, with tokens that are valid now (Cognito: GetTokensFromRefreshToken). Expired tokens are refreshed;
  /// calls at the same time share one refresh. If nobody is signed in, this is not an error: ``AuthSession/isSignedIn``
  /// is `false`.
  ///
  /// With ``AuthConfiguration/identityPool``, the session also has an identity with AWS credentials that are valid now
  /// (Cognito: GetId once, then GetCredentialsForIdentity). The identity is that of the user, of a federated login, or
  /// of a guest if nobody is signed in and the configuration allows guests. If the identity pool gives no credentials,
  /// ``AuthSession/awsCredentials`` has the error, and the tokens are still there. The options can leave the
  /// identity and the credentials out.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/sessionExpired`` if the service no longer accepts the
  ///   session; `CancellationError` if the task is cancelled.
  func fetchAuthSession(options: AuthFetchSessionRequest.Options) async throws -> AuthSession

  /// The signed-in user, from the stored session. No request is made.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/signedOut`` if nobody is signed in; `CancellationError` if
  ///   the task is cancelled.
  func getCurrentUser() async throws -> AuthUser

  /// Signs the user out, on this device or on all of the user's devices (Cognito: RevokeToken, GlobalSignOut). It also
  /// removes the identity and its AWS credentials, even those of a guest. While the app is federated, the result is a
  /// failure with ``AuthErrorCode/federatedToIdentityPool``: call ``clearFederationToIdentityPool()`` instead. This
  /// call never throws: the result says what failed.
  @discardableResult
  func signOut(options: AuthSignOutRequest.Options) async -> AuthSignOutResult

  /// What happens to the session from now on, in order. Each read of this property makes a new stream. A stream ends
  /// when its reader drops it, or when the instance is closed or freed.
  var events: AsyncStream<AuthEvent> { get }

  /// Ends this instance. Running and later calls end with the code ``AuthErrorCode/closed``. A refresh that was sent,
  /// and a sign-out that has begun, go on to the end. The session stays in the store.
  func close() async

  /// Who is signed in, according to the store. No request is made, and nothing is refreshed.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/storage``, among others; `CancellationError` if the task is
  ///   cancelled.
  func sessionState() async throws -> AuthSessionState

  /// The sign-in that waits for the answer to its challenge; `nil` if there is none. The sign-in can have begun in an
  /// earlier run of the app. A challenge that has expired is not returned. No request is made. Answer the challenge
  /// with ``confirmSignIn(challengeResponse:options:)``.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/storage``, among others; `CancellationError` if the task is
  ///   cancelled.
  func pendingSignIn() async throws -> AuthPendingSignIn?

  /// The session's state now, and then each new state. When a call returns, the state already shows what the call has
  /// changed or found. A slow reader gets the newest state, and misses older ones.
  ///
  /// Each read of this property makes a new stream. A stream ends when its reader drops it, or when the instance is
  /// closed or freed.
  var sessionStates: AsyncStream<AuthSessionState> { get }

  /// The session's state now, without waiting. It is ``AuthSessionState/loading`` until the library has read the store;
  /// the first use of this property makes the library read it. When a call returns, the state already shows what the
  /// call has changed or found.
  var currentSessionState: AuthSessionState { get }

  // MARK: Moving in

  /// What this process took over from the library that the app used before (``FormerLibrary``), or why it took nothing
  /// over. The result is `nil` if there was nothing to take over, or an earlier run of the app took it over. No request
  /// is made.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/storage`` if the store or the former library's storage can't
  ///   be read; `CancellationError` if the task is cancelled.
  func moveReport() async throws -> AuthMoveReport?

  /// Removes what the former library has stored for the configuration's pools. Call it when the app will not go back to
  /// that library. The session stays. Once the removal has started, it goes on even if the task is cancelled. No
  /// request is made.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/moveIncomplete`` if the former library's session could not
  ///   be taken over, and nobody has signed in since; of the kind ``AuthError/Kind/storage``, among others;
  ///   `CancellationError` if the task is cancelled.
  func finishMove() async throws

  // MARK: Identity pool

  /// Gets AWS credentials for a login of another provider, without a user of the user pool (Cognito: GetId,
  /// GetCredentialsForIdentity). An earlier federation is replaced. The session is then signed in, but has neither a
  /// user nor tokens. ``fetchAuthSession(options:)`` gets new credentials with the same provider token until that token
  /// expires, usually after an hour. Then federate again with a new token.
  ///
  /// - Parameters:
  ///   - providerToken: The provider's token, as ``AuthLoginProvider`` says.
  ///   - provider: The provider that issued the token.
  ///   - options: Which identity the login is for.
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/alreadySignedIn`` while a user is signed in,
  ///   ``AuthErrorCode/identityPoolNotConfigured``, ``AuthErrorCode/loginTokenExpired``,
  ///   ``AuthErrorCode/loginNotVerified``, ``AuthErrorCode/loginNotAccepted``, among others; `CancellationError` if the
  ///   task is cancelled.
  func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options
  ) async throws -> AuthFederateToIdentityPoolResult

  /// Ends the federation on this device: removes the identity, its credentials and the provider's token. No request is
  /// made.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/notFederated`` if the app is not federated;
  ///   `CancellationError` if the task is cancelled.
  func clearFederationToIdentityPool() async throws

  // MARK: Password

  /// Sends a code with which the user can replace a forgotten password (Cognito: ForgotPassword).
  ///
  /// - Returns: The next step, which says where the code went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func resetPassword(
    for username: String, options: AuthResetPasswordRequest.Options
  ) async throws -> AuthResetPasswordResult

  /// Replaces a forgotten password, with the code that was sent (Cognito: ConfirmForgotPassword). After a wrong code
  /// the same call can be made again.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func confirmResetPassword(
    for username: String, with newPassword: String, confirmationCode: String,
    options: AuthConfirmResetPasswordRequest.Options
  ) async throws

  /// Changes the signed-in user's password (Cognito: ChangePassword). The session stays valid.
  ///
  /// - Parameters:
  ///   - oldPassword: The password until now; `nil` if the user has no password yet: the call then sets the first one.
  ///   - newPassword: The password from now on.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func update(oldPassword: String?, to newPassword: String) async throws

  // MARK: Account

  /// The signed-in user's attributes, from the service (Cognito: GetUser).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func fetchUserAttributes() async throws -> [AuthUserAttribute]

  /// Changes one attribute of the signed-in user (Cognito: UpdateUserAttributes). If a new address or number needs a
  /// code, the next step says so.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func update(
    userAttribute: AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options
  ) async throws -> AuthUpdateAttributeResult

  /// Changes several attributes of the signed-in user (Cognito: UpdateUserAttributes). If one change fails, no
  /// attribute changes.
  ///
  /// - Returns: The result of each change.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func update(
    userAttributes: [AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult]

  /// Removes attributes of the signed-in user (Cognito: DeleteUserAttributes).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func deleteUserAttributes(_ keys: [AuthUserAttributeKey]) async throws

  /// Sends a code to the address or number of an attribute (Cognito: GetUserAttributeVerificationCode).
  ///
  /// - Returns: Where the code went.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey, options: AuthSendUserAttributeVerificationCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails

  /// Confirms an address or number with the code that was sent there (Cognito: VerifyUserAttribute). After a wrong code
  /// the same call can be made again.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func confirm(userAttribute key: AuthUserAttributeKey, confirmationCode: String) async throws

  /// Deletes the signed-in user's account at the service, then the session on this device (Cognito: DeleteUser).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled. If the service refuses the deletion, the
  ///   session stays, unless it has ended already. After an error of the kind ``AuthError/Kind/storage``, the account
  ///   may be deleted already: make the call again.
  func deleteUser() async throws

  // MARK: Second factors

  /// The second factors that are enabled, and the preferred one (Cognito: GetUser).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func fetchMFAPreference() async throws -> UserMFAPreference

  /// Enables and disables second factors (Cognito: SetUserMFAPreference). A factor that is left out stays as it is. At
  /// most one factor can be preferred.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws

  /// Starts the set-up of an authenticator app (Cognito: AssociateSoftwareToken). The authenticator app takes the
  /// details, and shows a first code for ``verifyTOTPSetup(code:options:)``.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func setUpTOTP() async throws -> TOTPSetupDetails

  /// Finishes the set-up of an authenticator app with its first code (Cognito: VerifySoftwareToken). After a wrong code
  /// the same call can be made again. Enable the factor with ``updateMFAPreference(_:)``.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options) async throws

  // MARK: Devices

  /// Makes the service remember this device, in a pool that lets the user decide this (Cognito: UpdateDeviceStatus).
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/noDevice`` in a pool that remembers no devices;
  ///   `CancellationError` if the task is cancelled.
  func rememberDevice() async throws

  /// Forgets a device (Cognito: ForgetDevice).
  ///
  /// - Parameter device: The device to forget; this device if `nil`.
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/noDevice`` if this device is not remembered;
  ///   `CancellationError` if the task is cancelled.
  func forgetDevice(_ device: AuthDevice?) async throws

  /// The signed-in user's devices, from the service (Cognito: ListDevices).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func fetchDevices() async throws -> [AuthDevice]

  // MARK: Passkeys

  /// Registers a passkey for the signed-in user (Cognito: StartWebAuthnRegistration, CompleteWebAuthnRegistration).
  /// The platform asks the user; the time that the user takes does not count against the call's time limit.
  ///
  /// - Throws: ``AuthError``, with the code ``AuthErrorCode/passkeyCancelled`` if the user closed the sheet,
  ///   ``AuthErrorCode/passkeyUnsupported`` where there are no passkeys; `CancellationError` if the task is cancelled.
  func associateWebAuthnCredential() async throws

  #if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
    /// Registers a passkey for the signed-in user, with the sheet on the given window (Cognito:
    /// StartWebAuthnRegistration, CompleteWebAuthnRegistration). The time that the user takes does not count against
    /// the call's time limit.
    ///
    /// - Parameter presentationAnchor: The window; the key window if `nil`.
    /// - Throws: ``AuthError``, with the code ``AuthErrorCode/passkeyCancelled`` if the user closed the sheet,
    ///   ``AuthErrorCode/passkeyUnsupported`` where there are no passkeys; `CancellationError` if the task is
    ///   cancelled.
    func associateWebAuthnCredential(presentationAnchor: AuthUIPresentationAnchor?) async throws
  #endif

  /// The signed-in user's passkeys, page by page (Cognito: ListWebAuthnCredentials).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func listWebAuthnCredentials(
    options: AuthListWebAuthnCredentialsRequest.Options
  ) async throws -> AuthListWebAuthnCredentialsResult

  /// Removes a passkey at the service (Cognito: DeleteWebAuthnCredential). The private key stays on the device.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func deleteWebAuthnCredential(credentialId: String) async throws

  /// The first and second factors that the signed-in user can use (Cognito: GetUserAuthFactors).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  func fetchUserAuthFactors() async throws -> UserAuthFactors

  // MARK: Handlers

  /// The queue of the completion handlers: the main queue unless the client has another.
  var callbackQueue: DispatchQueue { get }
}
