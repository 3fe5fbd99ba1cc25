func enterAsAmplifyLetsUs(name: String?) async throws {
  _ = try await Amplify.Auth.signIn(username: name, password: nil, options: nil)
  _ = try await Amplify.Auth.fetchAuthSession(options: nil)
  _ = try await Amplify.Auth.fetchUserAttributes(options: nil)
  try await Amplify.Auth.confirm(userAttribute: .email, confirmationCode: "1", options: nil)
  try await Amplify.Auth.update(oldPassword: "p", to: "q", options: nil)
  try await Amplify.Auth.rememberDevice(options: nil)
  try await Amplify.Auth.forgetDevice(options: nil)
  _ = try await Amplify.Auth.fetchDevices(options: nil)
  try await Amplify.Auth.deleteWebAuthnCredential(credentialId: "c", options: nil)
}
