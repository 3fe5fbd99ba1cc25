// The errors in values that an app makes itself, such as a session in a test. These errors don't come over the bridge.
// Their texts are the same as the core's: a test compares them.
extension AuthError {
  package static let notSignedIn = AuthError(
    kind: .signedOut, code: .notSignedIn, errorDescription: "Nobody is signed in.",
    recoverySuggestion: "Sign in first.")

  static let identityPoolNotConfigured = AuthError(
    kind: .configuration, code: .identityPoolNotConfigured,
    errorDescription: "The configuration has no identity pool.",
    recoverySuggestion: "Add the identity pool's id to the configuration.", refreshFailure: .configuration)

  static let credentialsLeftOut = AuthError(
    kind: .invalidState, code: .credentialsLeftOut,
    errorDescription: "The options of the call left the AWS credentials out.",
    recoverySuggestion: "Fetch the session without this option.")
}
