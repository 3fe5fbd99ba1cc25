// The calls for an account, and sign-ins without a password, as Amplify's guides write them. `Amplify.Auth` is an
// instance of our `Auth`.
import CognitoAuth

enum AccountSnippets {
  static func resetPassword(username: String) async throws {
    let resetResult = try await Amplify.Auth.resetPassword(for: username)
    switch resetResult.nextStep {
    case .confirmResetPasswordWithCode(let deliveryDetails, let info):
      console("Confirm reset password with code sent to \(deliveryDetails.medium) \(String(describing: info))")
    case .done:
      console("Reset completed")
    }
  }

  static func confirmResetPassword(username: String, newPassword: String, confirmationCode: String) async throws {
    try await Amplify.Auth.confirmResetPassword(
      for: username,
      with: newPassword,
      confirmationCode: confirmationCode
    )
    console("Password reset confirmed")
  }

  static func changePassword(oldPassword: String, newPassword: String) async throws {
    try await Amplify.Auth.update(oldPassword: oldPassword, to: newPassword)
    console("Change password succeeded")
  }

  static func updateAttributes() async throws {
    let attributes = try await Amplify.Auth.fetchUserAttributes()
    console("User attributes - \(attributes.count)")
    let updateResult = try await Amplify.Auth.update(userAttribute: AuthUserAttribute(.phoneNumber, value: "+15550100"))
    switch updateResult.nextStep {
    case .confirmAttributeWithCode(let deliveryDetails, let info):
      console("Confirm the attribute with details send to - \(deliveryDetails) \(String(describing: info))")
    case .done:
      console("Update completed")
    }
    let attributeUpdates = try await Amplify.Auth.update(userAttributes: [AuthUserAttribute(.nickname, value: "An")])
    for (key, result) in attributeUpdates {
      console("\(key.name): \(result.isUpdated)")
    }
  }

  static func resendCode() async throws {
    let deliveryDetails = try await Amplify.Auth.resendConfirmationCode(forUserAttributeKey: .phoneNumber)
    console("Resend code send to - \(deliveryDetails)")
  }

  static func setUpTOTP(code: (String) async throws -> String) async throws {
    let setUpDetails = try await Amplify.Auth.setUpTOTP()
    let setupURI = try setUpDetails.getSetupURI(appName: "My App")
    console("TOTP setup URI for \(setUpDetails.username): \(setupURI)")
    try await Amplify.Auth.verifyTOTPSetup(code: code(setUpDetails.sharedSecret))
    try await Amplify.Auth.updateMFAPreference(totp: .preferred)
    let preference = try await Amplify.Auth.fetchMFAPreference()
    console("Preferred MFA: \(preference.preferred?.challengeResponse ?? "none")")
  }

  static func forgetEveryDevice() async throws {
    for device in try await Amplify.Auth.fetchDevices() {
      try await Amplify.Auth.forgetDevice(device)
    }
  }

  static func signInWithoutPassword(username: String) async throws -> AuthSignInStep {
    let options = AuthSignInRequest.Options(authFlowType: .userAuth(preferredFirstFactor: .emailOTP))
    return try await Amplify.Auth.signIn(username: username, options: options).nextStep
  }

  static func signInWithAChoice(username: String) async throws -> AuthSignInStep {
    let signInResult = try await Amplify.Auth.signIn(username: username, options: .init(authFlowType: .userAuth))
    return signInResult.nextStep
  }

  static func deleteUser() {
    Amplify.Auth.deleteUser { result in
      switch result {
      case .success: console("Successfully deleted user")
      case .failure(let error): console("Delete user failed with error \(error)")
      }
    }
  }
}

#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import AuthenticationServices

  enum PasskeySnippets {
    static func associate(on window: ASPresentationAnchor) async throws {
      try await Amplify.Auth.associateWebAuthnCredential(presentationAnchor: window)
      let result = try await Amplify.Auth.listWebAuthnCredentials(options: .init(pageSize: 5))
      for credential in result.credentials {
        console("\(credential.credentialId) since \(credential.createdAt)")
      }
    }

    static func signIn(username: String, on window: ASPresentationAnchor) async throws {
      let options = AuthSignInRequest.Options(
        presentationAnchorForWebAuthn: window, authFlowType: .userAuth(preferredFirstFactor: .webAuthn))
      let signInResult = try await Amplify.Auth.signIn(username: username, options: options)
      console("Is signed in: \(signInResult.isSignedIn)")
    }

    static func choosePasskey(on window: ASPresentationAnchor) async throws {
      let signInResult = try await Amplify.Auth.confirmSignIn(
        challengeResponse: AuthFactorType.webAuthn.challengeResponse,
        options: .init(presentationAnchorForWebAuthn: window))
      console("Is signed in: \(signInResult.isSignedIn)")
    }
  }
#endif
