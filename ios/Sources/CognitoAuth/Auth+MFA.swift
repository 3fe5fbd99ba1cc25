import CognitoAuthBindings

extension Auth {
  /// The second factors that are switched on, and the preferred one (Cognito: GetUser).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func fetchMFAPreference() async throws -> UserMFAPreference {
    try await call { bridge, handle in
      UserMFAPreference(try await bridge.fetchMfaPreference(call: handle))
    }
  }

  /// Switches second factors on and off (Cognito: SetUserMFAPreference). One that is not named stays as it is; at most
  /// one can be preferred.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func updateMFAPreference(
    sms: MFAPreference? = nil,
    totp: MFAPreference? = nil,
    email: MFAPreference? = nil
  ) async throws {
    try await call { bridge, handle in
      try await bridge.updateMfaPreference(sms: sms, totp: totp, email: email, call: handle)
    }
  }

  /// Begins to set up an authenticator app (Cognito: AssociateSoftwareToken): the details are for the app, its first
  /// code for ``verifyTOTPSetup(code:options:)``.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func setUpTOTP() async throws -> TOTPSetupDetails {
    try await call { bridge, handle in
      try await bridge.setUpTotp(call: handle)
    }
  }

  /// Ends the set-up of an authenticator app with the first code that it shows (Cognito: VerifySoftwareToken). After a
  /// wrong code the same call may be made again. ``updateMFAPreference(sms:totp:email:)`` then switches it on.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options? = nil) async throws {
    try await call { bridge, handle in
      try await bridge.verifyTotpSetup(code: code, options: options ?? .init(), call: handle)
    }
  }
}
