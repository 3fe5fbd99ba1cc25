import CognitoAuthBindings

/// The public parameters of the pool's own question, by the service's names. Every other step has none, and a place for
/// them because the platform guides have it.
public typealias AdditionalInfo = [String: String]

/// A user's id (`sub`).
public typealias UserId = String

/// What a sign-up came to.
public struct AuthSignUpResult: Equatable, Sendable {
  /// What comes next.
  public let nextStep: AuthSignUpStep
  /// The new user's id (`sub`), where the service says it: in the answer to SignUp.
  public let userId: UserId?
  /// Whether the user can sign in now.
  public let isSignUpComplete: Bool
}

/// What comes next in a sign-up.
public enum AuthSignUpStep: Equatable, Sendable {
  /// Identifies a finished sign-up to the service.
  public typealias Session = String

  /// The user has to be confirmed: by the code that was sent, or by an administrator if none was. Where the code went;
  /// no additional info; the new user's id.
  case confirmUser(AuthCodeDeliveryDetails? = nil, AdditionalInfo? = nil, UserId? = nil)
  /// The user is confirmed and can be signed in without a password: by ``Auth/autoSignIn()``.
  case completeAutoSignIn(Session)
  /// The user can sign in.
  case done
}

/// What a sign-in came to.
public struct AuthSignInResult: Equatable, Sendable {
  /// What comes next.
  public let nextStep: AuthSignInStep
  /// Whether the user is signed in.
  public let isSignedIn: Bool
  /// The attributes that have to come with a new password, if that is what comes next.
  public let requiredAttributes: [AuthUserAttributeKey]

  /// Whether the user is signed in: the guides' name of 2020 for ``isSignedIn``.
  public var isSignInComplete: Bool { isSignedIn }
}

/// What comes next in a sign-in. Each question but the last three is answered with
/// ``Auth/confirmSignIn(challengeResponse:options:)``.
public enum AuthSignInStep: Equatable, Sendable {
  /// A code came by text message: where it went, and no additional info.
  case confirmSignInWithSMSMFACode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// The pool's own question, with its public parameters.
  case confirmSignInWithCustomChallenge(AdditionalInfo?)
  /// The user needs a new password; ``AuthSignInResult/requiredAttributes`` have to come with it.
  case confirmSignInWithNewPassword(AdditionalInfo?)
  /// The password, as the chosen first factor.
  case confirmSignInWithPassword
  /// The code that the authenticator app shows.
  case confirmSignInWithTOTPCode
  /// A code came by e-mail or text message.
  case confirmSignInWithOTP(AuthCodeDeliveryDetails)
  /// An authenticator app has to be set up; the answer is the first code that it shows.
  case continueSignInWithTOTPSetup(TOTPSetupDetails)
  /// Choose a second factor; the answer is its ``MFAType/challengeResponse``.
  case continueSignInWithMFASelection(AllowedMFATypes)
  /// An e-mail address for codes has to be set up; the answer is the address.
  case continueSignInWithEmailMFASetup
  /// Choose a second factor to set up; the answer is its ``MFAType/challengeResponse``.
  case continueSignInWithMFASetupSelection(AllowedMFATypes)
  /// Choose a first factor; the answer is its ``AuthFactorType/challengeResponse``.
  case continueSignInWithFirstFactorSelection(AvailableAuthFactorTypes)
  /// The password has to be reset first.
  case resetPassword(AdditionalInfo?)
  /// The sign-up has to be confirmed first.
  case confirmSignUp(AdditionalInfo?)
  /// The user is signed in, and the session is stored.
  case done
}

/// What asking for a new password came to.
public struct AuthResetPasswordResult: Equatable, Sendable {
  /// Whether the password is reset.
  public let isPasswordReset: Bool
  /// What comes next.
  public let nextStep: AuthResetPasswordStep
}

/// What comes next in resetting a password.
public enum AuthResetPasswordStep: Equatable, Sendable {
  /// A code was sent, to go with the new password into
  /// ``Auth/confirmResetPassword(for:with:confirmationCode:options:)``: where it went, and no additional info.
  case confirmResetPasswordWithCode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// The password is reset. The service always asks for a code first: no call comes to this.
  case done
}

/// What the change of one attribute came to.
public struct AuthUpdateAttributeResult: Equatable, Sendable {
  /// Whether the attribute has its new value. Before it is confirmed, the pool's settings say which one it has.
  public let isUpdated: Bool
  /// What comes next.
  public let nextStep: AuthUpdateAttributeStep
}

/// What comes next in the change of an attribute.
public enum AuthUpdateAttributeStep: Equatable, Sendable {
  /// A code was sent to the new address or number, for ``Auth/confirm(userAttribute:confirmationCode:)``: where it went,
  /// and no additional info.
  case confirmAttributeWithCode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// The attribute is changed.
  case done
}

/// What a sign-out came to.
public enum AuthSignOutResult: Equatable, Sendable {
  /// The session is gone here, and its tokens are revoked at the service.
  case complete
  /// The session is gone here; the service was not told everything. Why the refresh token could not be revoked, why
  /// the user could not be signed out everywhere, why the web session could not be ended.
  case partial(revokeTokenError: AuthError?, globalSignOutError: AuthError?, hostedUIError: AuthError?)
  /// The session could not be removed from the store: the user is still signed in here. Of a sign-out that was
  /// cancelled it says only that nobody waited for it: the session is being removed all the same.
  case failed(AuthError)

  /// Whether the session is gone from this device.
  public var isSignedOutLocally: Bool {
    switch self {
    case .complete, .partial: true
    case .failed: false
    }
  }
}
