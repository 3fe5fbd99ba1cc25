import CognitoAuth

// Fakes for previews. They already have answers, so that the preview's buttons work. A test can replace the answers.
extension FakeAuth {
  /// Nobody is signed in. A sign-up is confirmed with any code, and a sign-in succeeds with any password.
  ///
  /// - Parameter ended: The session that the service has ended, if the preview has to show that.
  public static func signedOut(ended: AuthSessionEnd? = nil) -> FakeAuth {
    FakeAuth(previewing: .signedOut(ended: ended))
  }

  /// A user is signed in.
  public static func signedIn(as username: String = "ana") -> FakeAuth {
    FakeAuth(previewing: .signedIn(AuthUser(username: username, userId: "id-of-\(username)")))
  }

  /// A sign-in waits for the answer to its challenge. Any answer signs the user in.
  ///
  /// - Parameters:
  ///   - step: The challenge: a code by text message unless given.
  ///   - username: Who signs in.
  public static func awaitingChallenge(
    _ step: AuthSignInStep = .confirmSignInWithSMSMFACode(
      AuthCodeDeliveryDetails(medium: .sms, destination: "+*******5678"), nil),
    of username: String = "ana"
  ) -> FakeAuth {
    FakeAuth(previewing: .awaitingChallenge(AuthPendingSignIn(username: username, nextStep: step)))
  }

  /// Nobody is signed in, and the app has a guest's identity.
  public static func guest() -> FakeAuth {
    FakeAuth(previewing: .guest(identityId: "local:00000000-0000-4000-8000-000000000000"))
  }

  /// The store can't be read.
  public static func unavailable(_ code: AuthErrorCode = .storeLocked) -> FakeAuth {
    FakeAuth(previewing: .unavailable(code))
  }

  /// The store was not read yet.
  public static func loading() -> FakeAuth {
    FakeAuth(previewing: .loading)
  }

  private convenience init(previewing state: AuthSessionState) {
    self.init(state: state)
    let code = AuthCodeDeliveryDetails(medium: .email, destination: "a***@e***", attributeKey: .email)
    script.signUp.returns(AuthSignUpResult(nextStep: .confirmUser(code)))
    script.confirmSignUp.returns(AuthSignUpResult(nextStep: .done))
    script.resendSignUpCode.returns(code)
    script.signIn.returns(AuthSignInResult(nextStep: .done))
    script.confirmSignIn.returns(AuthSignInResult(nextStep: .done))
    script.resetPassword.returns(AuthResetPasswordResult(nextStep: .confirmResetPasswordWithCode(code, nil)))
    script.confirmResetPassword.succeeds()
    script.signOut.returns(.complete)
  }
}
