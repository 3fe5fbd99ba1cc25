#if canImport(AuthenticationServices)
  import AuthenticationServices

  // The calls with a browser, in a form that takes a window. They use the system's browser sheet. The sheet ends at a
  // redirect with the app's own scheme. From iOS 17.4 on, it also ends at an `https` redirect to a domain that the app
  // is associated with. On watchOS and tvOS the sheet belongs to no window. On tvOS the system opens the page on a
  // nearby iPhone or iPad of the user.
  @available(tvOS 16, *)
  extension AuthClient {
    /// Signs a user in on the user pool's web pages (managed login), in the system's browser sheet (Cognito:
    /// `/oauth2/authorize`, `/oauth2/token`).
    ///
    /// - Parameters:
    ///   - presentationAnchor: The window that the sheet belongs to; the key window if `nil`. Without a window the call
    ///     fails with ``AuthErrorCode/browserFailed``.
    ///   - options: What the page shows and asks, and which user the app expects.
    /// - Throws: The errors of ``signInWithWebUI(for:browser:options:)``. Here ``AuthErrorCode/browserUnavailable``
    ///   means that the sheet can't end at the redirect.
    public func signInWithWebUI(
      presentationAnchor: AuthUIPresentationAnchor? = nil, options: AuthWebUISignInRequest.Options? = nil
    ) async throws -> AuthSignInResult {
      try await signInWithWebUI(browser: PlatformBrowser(on: presentationAnchor), options: options)
    }

    /// Signs a user in with another provider, in the system's browser sheet (Cognito: `/oauth2/authorize`,
    /// `/oauth2/token`).
    ///
    /// - Parameters:
    ///   - provider: The provider whose page opens.
    ///   - presentationAnchor: The window that the sheet belongs to; the key window if `nil`. Without a window the call
    ///     fails with ``AuthErrorCode/browserFailed``.
    ///   - options: What the page shows and asks, and which user the app expects.
    /// - Throws: The errors of ``signInWithWebUI(for:browser:options:)``. Here ``AuthErrorCode/browserUnavailable``
    ///   means that the sheet can't end at the redirect.
    public func signInWithWebUI(
      for provider: AuthProvider, presentationAnchor: AuthUIPresentationAnchor? = nil,
      options: AuthWebUISignInRequest.Options? = nil
    ) async throws -> AuthSignInResult {
      try await signInWithWebUI(for: provider, browser: PlatformBrowser(on: presentationAnchor), options: options)
    }

    /// Signs the user out, and removes the cookie of a sign-in on the web, in the system's browser sheet (Cognito:
    /// RevokeToken, GlobalSignOut, `/logout`). The system asks the user for permission before the sheet opens. The call
    /// never throws: the result says what failed.
    ///
    /// - Parameters:
    ///   - presentationAnchor: The window that the sheet belongs to; the key window if `nil`.
    ///   - options: Whether to sign the user out on every device, and options for the sheet.
    @discardableResult
    public func signOut(
      presentationAnchor: AuthUIPresentationAnchor?, options: AuthSignOutRequest.Options? = nil
    ) async -> AuthSignOutResult {
      await signOut(browser: PlatformBrowser(on: presentationAnchor), options: options)
    }

    /// Signs a user in on the user pool's web pages, in the system's browser sheet, with a completion handler.
    @preconcurrency @discardableResult
    public func signInWithWebUI(
      presentationAnchor: AuthUIPresentationAnchor? = nil, options: AuthWebUISignInRequest.Options? = nil,
      completion: AuthCompletion<AuthSignInResult>? = nil
    ) -> AuthOperation<AuthSignInResult> {
      start(completion) { try await $0.signInWithWebUI(presentationAnchor: presentationAnchor, options: options) }
    }

    /// Signs a user in with another provider, in the system's browser sheet, with a completion handler.
    @preconcurrency @discardableResult
    public func signInWithWebUI(
      for provider: AuthProvider, presentationAnchor: AuthUIPresentationAnchor? = nil,
      options: AuthWebUISignInRequest.Options? = nil, completion: AuthCompletion<AuthSignInResult>? = nil
    ) -> AuthOperation<AuthSignInResult> {
      start(completion) {
        try await $0.signInWithWebUI(for: provider, presentationAnchor: presentationAnchor, options: options)
      }
    }

    /// Signs the user out, and removes the cookie of a sign-in on the web, in the system's browser sheet. The handler
    /// never gets a failure: the value in its result says what failed.
    @preconcurrency @discardableResult
    public func signOut(
      presentationAnchor: AuthUIPresentationAnchor?, options: AuthSignOutRequest.Options? = nil,
      completion: AuthCompletion<AuthSignOutResult>? = nil
    ) -> AuthOperation<AuthSignOutResult> {
      start(completion) { await $0.signOut(presentationAnchor: presentationAnchor, options: options) }
    }
  }
#endif
