import CognitoAuthBindings

extension Auth {
  /// The session, with tokens that are valid now: one refresh is made if they are not, however many ask. With nobody
  /// signed in it is a session that says so, and no error.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func fetchAuthSession(options: AuthFetchSessionRequest.Options? = nil) async throws -> AuthSession {
    try await call { bridge, handle in
      try await bridge.fetchAuthSession(options: options ?? .init(), call: handle)
    }
  }

  /// The signed-in user, from the stored session: no request is made.
  ///
  /// - Throws: ``AuthError``, of the kind ``AuthError/Kind/signedOut`` if nobody is signed in; `CancellationError` if
  ///   the task is cancelled.
  public func getCurrentUser() async throws -> AuthUser {
    try await call { bridge, handle in
      try await bridge.getCurrentUser(call: handle)
    }
  }

  /// Signs the user out, here or everywhere (Cognito: RevokeToken, GlobalSignOut). Never throws: the result says what
  /// could not be done.
  @discardableResult
  public func signOut(options: AuthSignOutRequest.Options? = nil) async -> AuthSignOutResult {
    do {
      return try await call { bridge, handle in
        AuthSignOutResult(try await bridge.signOut(options: options ?? .init(), call: handle))
      }
    } catch {
      return .failed(AuthError(error))
    }
  }
}
