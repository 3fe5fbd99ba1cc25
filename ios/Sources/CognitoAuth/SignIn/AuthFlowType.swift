/// Which of Cognito's authentication flows a sign-in takes.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthFlowType: Hashable, Sendable {
  /// USER_SRP_AUTH: SRP verifies the password without sending it.
  case userSRP
  /// USER_PASSWORD_AUTH: the password is sent. A pool with a migration trigger needs this flow.
  case userPassword
  /// CUSTOM_AUTH: SRP verifies the password, then the challenges of the pool's own triggers follow. If the call has no
  /// password, SRP verifies an empty one, and the triggers decide whether that matters.
  case customWithSRP
  /// CUSTOM_AUTH: only the challenges of the pool's own triggers.
  case customWithoutSRP
  /// USER_AUTH: the user chooses one of the first factors that the pool allows and the user has. If the user has the
  /// preferred first factor, the service asks for that factor without a choice.
  case userAuth(preferredFirstFactor: AuthFactorType? = nil)

  /// USER_AUTH without a preferred first factor. The same as `.userAuth()`, but needs no parentheses.
  public static var userAuth: Self { .userAuth(preferredFirstFactor: nil) }
}

/// A first factor to sign in with. The raw value is Cognito's name of the factor.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthFactorType: String, CaseIterable, Sendable {
  /// The password, which is sent to the service.
  case password = "PASSWORD"
  /// The password: SRP verifies it without sending it.
  case passwordSRP = "PASSWORD_SRP"
  /// A code by e-mail.
  case emailOTP = "EMAIL_OTP"
  /// A code by text message.
  case smsOTP = "SMS_OTP"
  /// A passkey.
  case webAuthn = "WEB_AUTHN"

  /// The answer to ``AuthSignInStep/continueSignInWithFirstFactorSelection(_:)`` that chooses this factor.
  public var challengeResponse: String { rawValue }
}

/// The first factors that the user can choose from.
public typealias AvailableAuthFactorTypes = Set<AuthFactorType>
