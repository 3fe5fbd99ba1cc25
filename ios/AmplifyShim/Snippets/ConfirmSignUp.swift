func confirm(name: String, code: String) async throws {
  let result = try await Amplify.Auth.confirmSignUp(for: name, confirmationCode: code)
  if case .completeAutoSignIn = result.nextStep {
    let signedIn = try await Amplify.Auth.autoSignIn()
    print("Signed in: \(signedIn.isSignedIn)")
  }
}
