import CognitoAuthAmplifyShim

/// A screen of an app that moves from Amplify. It is here so that the programs link the product for such apps too.
func signInAsWithAmplify(username: String, password: String) async throws -> Bool {
  let signInResult = try await Amplify.Auth.signIn(username: username, password: password)
  if case .confirmSignInWithTOTPCode = signInResult.nextStep { return false }
  return signInResult.isSignedIn
}
