func reset(name: String) async throws {
  switch try await Amplify.Auth.resetPassword(for: name).nextStep {
  case .confirmResetPasswordWithCode(let details, let info): print(details, String(describing: info))
  case .done: print("Done")
  }
  try await Amplify.Auth.confirmResetPassword(for: name, with: "New-password-1", confirmationCode: "123456")
  try await Amplify.Auth.update(oldPassword: "New-password-1", to: "New-password-2")
}
