internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func signUp(
    username: String, password: String?, options: AuthSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    try await call { bridge, handle in
      AuthSignUpResult(
        try await bridge.signUp(
          username: username, password: password ?? "", options: options.bridged, call: handle))
    }
  }

  public func confirmSignUp(
    for username: String, confirmationCode: String, options: AuthConfirmSignUpRequest.Options
  ) async throws -> AuthSignUpResult {
    try await call { bridge, handle in
      AuthSignUpResult(
        try await bridge.confirmSignUp(
          username: username, confirmationCode: confirmationCode, options: options.bridged, call: handle))
    }
  }

  public func resendSignUpCode(
    for username: String, options: AuthResendSignUpCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    try await call { bridge, handle in
      AuthCodeDeliveryDetails(
        try await bridge.resendSignUpCode(username: username, options: options.bridged, call: handle))
    }
  }
}
