import CognitoAuthTesting

@testable import CognitoAuth

extension Auth {
  /// Makes a call of the corpus about a password or an account. Returns its result in the corpus's form.
  func performOnAccount(_ call: String, _ arguments: Arguments) async throws -> JSON {
    switch call {
    case "deleteUser":
      try await deleteUser()
    case "resetPassword":
      let options = AuthResetPasswordRequest.Options(
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      return try await resetPassword(for: arguments.text("username"), options: options).json
    case "confirmResetPassword":
      let options = AuthConfirmResetPasswordRequest.Options(
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      try await confirmResetPassword(
        for: arguments.text("username"), with: arguments.text("newPassword"),
        confirmationCode: arguments.text("confirmationCode"), options: options)
    case "updatePassword":
      try await update(oldPassword: arguments.optionalText("oldPassword"), to: arguments.text("newPassword"))
    case "fetchUserAttributes":
      return ["attributes": .array(try await fetchUserAttributes().map(\.json))]
    case "updateUserAttribute":
      let attribute = AuthUserAttribute(try arguments.key("name"), value: try arguments.text("value"))
      return try await update(
        userAttribute: attribute, options: .init(clientMetadata: arguments.texts("clientMetadata"))
      ).json(of: attribute.key)
    case "updateUserAttributes":
      let attributes = try arguments.attributes()
      let results = try await update(
        userAttributes: attributes, options: .init(clientMetadata: arguments.texts("clientMetadata")))
      return ["results": .array(attributes.compactMap { results[$0.key]?.json(of: $0.key) })]
    case "deleteUserAttributes":
      try await deleteUserAttributes(arguments.elements("keys").map { AuthUserAttributeKey(rawValue: try $0.string()) })
    case "sendUserAttributeVerificationCode":
      let details = try await sendVerificationCode(
        forUserAttributeKey: arguments.key("key"),
        options: .init(clientMetadata: arguments.texts("clientMetadata")))
      return ["deliveryDetails": details.json]
    case "confirmUserAttribute":
      try await confirm(
        userAttribute: arguments.key("key"), confirmationCode: arguments.text("confirmationCode"))
    default:
      return try await performOnFactors(call, arguments)
    }
    return [:]
  }

  /// Makes a call of the corpus about second factors, devices or passkeys. Returns its result in the corpus's form.
  private func performOnFactors(_ call: String, _ arguments: Arguments) async throws -> JSON {
    switch call {
    case "fetchMFAPreference":
      return try await fetchMFAPreference().json
    case "updateMFAPreference":
      try await updateMFAPreference(
        sms: arguments.preference("sms"), totp: arguments.preference("totp"), email: arguments.preference("email"))
    case "setUpTOTP":
      let details = try await setUpTOTP()
      return ["sharedSecret": .string(details.sharedSecret), "username": .string(details.username)]
    case "verifyTOTPSetup":
      try await verifyTOTPSetup(
        code: arguments.text("code"),
        options: .init(friendlyDeviceName: arguments.optionalText("friendlyDeviceName")))
    case "fetchUserAuthFactors":
      return try await fetchUserAuthFactors().json
    case "rememberDevice":
      try await rememberDevice()
    case "forgetDevice":
      try await forgetDevice(arguments.device())
    case "fetchDevices":
      return ["devices": .array(try await fetchDevices().map(\.json))]
    case "associateWebAuthnCredential":
      try await associateWebAuthnCredential()
    case "listWebAuthnCredentials":
      let options = AuthListWebAuthnCredentialsRequest.Options(
        pageSize: try arguments.member("pageSize").map { try $0.number() },
        nextToken: try arguments.optionalText("nextToken"))
      return try await listWebAuthnCredentials(options: options).json
    case "deleteWebAuthnCredential":
      try await deleteWebAuthnCredential(credentialId: arguments.text("credentialId"))
    default:
      throw Mismatch("unknown call \(call)")
    }
    return [:]
  }
}

extension Arguments {
  fileprivate func key(_ name: String) throws -> AuthUserAttributeKey {
    AuthUserAttributeKey(rawValue: try text(name))
  }

  fileprivate func preference(_ name: String) throws -> MFAPreference? {
    try optionalText(name).map(MFAPreference.init(named:))
  }

  /// A device with this id. The call reads only the id.
  fileprivate func device() throws -> AuthDevice? {
    try optionalText("deviceId").map { AuthDevice(id: $0) }
  }
}
