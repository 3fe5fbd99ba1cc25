func enterWithData(name: String) async throws {
  _ = try await Amplify.Auth.signUp(
    username: name, password: "p",
    options: .init(userAttributes: [], pluginOptions: AWSAuthSignUpOptions(validationData: ["a": "b"], metadata: [:])))
  _ = try await Amplify.Auth.confirmSignUp(
    for: name, confirmationCode: "1", options: .init(pluginOptions: AWSAuthConfirmSignUpOptions(metadata: ["a": "b"])))
  _ = try await Amplify.Auth.resendSignUpCode(
    for: name, options: .init(pluginOptions: AWSAuthResendSignUpCodeOptions(metadata: ["a": "b"])))
  _ = try await Amplify.Auth.resetPassword(
    for: name, options: .init(pluginOptions: AWSAuthResetPasswordOptions(metadata: ["a": "b"])))
  try await Amplify.Auth.confirmResetPassword(
    for: name, with: "q", confirmationCode: "1",
    options: .init(pluginOptions: AWSAuthConfirmResetPasswordOptions(metadata: ["a": "b"])))
  _ = try await Amplify.Auth.confirmSignIn(
    challengeResponse: "1", options: .init(pluginOptions: AWSAuthConfirmSignInOptions(friendlyDeviceName: "d")))
  try await Amplify.Auth.verifyTOTPSetup(
    code: "1", options: .init(pluginOptions: VerifyTOTPSetupOptions(friendlyDeviceName: "d")))
}
