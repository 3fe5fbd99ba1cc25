internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func fetchMFAPreference() async throws -> UserMFAPreference {
    try await call { bridge, handle in
      UserMFAPreference(try await bridge.fetchMfaPreference(call: handle))
    }
  }

  public func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws {
    try await call { bridge, handle in
      try await bridge.updateMfaPreference(
        sms: preferences[.sms]?.bridged, totp: preferences[.totp]?.bridged, email: preferences[.email]?.bridged,
        call: handle)
    }
  }

  public func setUpTOTP() async throws -> TOTPSetupDetails {
    try await call { bridge, handle in
      TOTPSetupDetails(try await bridge.setUpTotp(call: handle))
    }
  }

  public func verifyTOTPSetup(code: String, options: VerifyTOTPSetupRequest.Options) async throws {
    try await call { bridge, handle in
      try await bridge.verifyTotpSetup(code: code, options: options.bridged, call: handle)
    }
  }
}
