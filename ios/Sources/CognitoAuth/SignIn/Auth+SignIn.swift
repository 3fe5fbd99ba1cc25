internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    try await call(presentingOn: options.presentationAnchor) { bridge, handle in
      AuthSignInResult(
        try await bridge.signIn(
          username: username, password: password ?? "", options: options.bridged, call: handle))
    }
  }

  public func confirmSignIn(
    challengeResponse: String, options: AuthConfirmSignInRequest.Options
  ) async throws -> AuthSignInResult {
    try await call(presentingOn: options.presentationAnchor) { bridge, handle in
      AuthSignInResult(
        try await bridge.confirmSignIn(
          challengeResponse: challengeResponse, options: options.bridged, call: handle))
    }
  }

  public func autoSignIn() async throws -> AuthSignInResult {
    try await call { bridge, handle in
      AuthSignInResult(try await bridge.autoSignIn(call: handle))
    }
  }
}
