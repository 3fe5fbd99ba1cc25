/// The result of a sign-in, or of one answer in it.
public struct AuthSignInResult: Equatable, Sendable {
  /// The next step.
  public let nextStep: AuthSignInStep
  /// The attributes that the answer must contain, if the next step asks for a new password.
  public let requiredAttributes: [AuthUserAttributeKey]

  /// A result.
  public init(nextStep: AuthSignInStep, requiredAttributes: [AuthUserAttributeKey] = []) {
    self.nextStep = nextStep
    self.requiredAttributes = requiredAttributes
  }

  /// Whether the user is signed in.
  public var isSignedIn: Bool { nextStep == .done }
}

/// The next step of a sign-in. Each step except the last three is a challenge:
/// ``AuthClient/confirmSignIn(challengeResponse:options:)`` answers it. A step of an earlier run of the app
/// (``AuthClient/pendingSignIn()``) has only the parts that are stored.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthSignInStep: Equatable, Sendable {
  /// The service sent a code by text message; the answer is that code. The first value says where the code went; the
  /// second is the challenge's public parameters.
  case confirmSignInWithSMSMFACode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// A challenge of the pool's own triggers. The value is the challenge's public parameters.
  case confirmSignInWithCustomChallenge(AdditionalInfo?)
  /// The user has to choose a new password, which is the answer. ``AuthSignInResult/requiredAttributes`` lists the
  /// attributes that the answer's options must contain. The value is the challenge's public parameters: its entry
  /// `userAttributes` has the user's present attributes, as JSON.
  case confirmSignInWithNewPassword(AdditionalInfo?)
  /// The chosen first factor is the password; the answer is that password.
  case confirmSignInWithPassword
  /// The authenticator app shows a code; the answer is that code.
  case confirmSignInWithTOTPCode
  /// The service sent a code by e-mail or text message; the answer is that code.
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
  /// The user has to reset the password before the next sign-in.
  case resetPassword(AdditionalInfo?)
  /// The sign-up has to be confirmed before the next sign-in.
  case confirmSignUp(AdditionalInfo?)
  /// The user is signed in, and the session is stored.
  case done
}
