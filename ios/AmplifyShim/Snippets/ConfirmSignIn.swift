func choose() async throws {
  let selected = try await Amplify.Auth.confirmSignIn(challengeResponse: MFAType.totp.challengeResponse)
  guard case .confirmSignInWithTOTPCode = selected.nextStep else { return }
  let result = try await Amplify.Auth.confirmSignIn(challengeResponse: "123456")
  if result.isSignedIn || result.nextStep == .done { print("Signed in") }
}
