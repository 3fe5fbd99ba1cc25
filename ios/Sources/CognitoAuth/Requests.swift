import CognitoAuthBindings

/// The request of ``Auth/signUp(username:password:options:)``.
public enum AuthSignUpRequest {
  /// The new user's attributes, and what is passed to the pool's triggers.
  public typealias Options = SignUpOptions
}

/// The request of ``Auth/confirmSignUp(for:confirmationCode:options:)``.
public enum AuthConfirmSignUpRequest {
  /// Whether an alias may be taken over, and what is passed to the pool's triggers.
  public typealias Options = ConfirmSignUpOptions
}

/// The request of ``Auth/resendSignUpCode(for:options:)``.
public enum AuthResendSignUpCodeRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = ResendSignUpCodeOptions
}

/// The request of ``Auth/signIn(username:password:options:)``.
public enum AuthSignInRequest {
  /// The flow, and what is passed to the pool's triggers.
  public struct Options: Equatable, Sendable {
    /// The flow; the configuration's default if absent.
    public var authFlowType: AuthFlowType?
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// What the pool's threat protection is told about the device.
    public var userContextData: UserContextData?
    var presentationAnchor = PresentationAnchor()

    /// Options of a sign-in.
    public init(
      authFlowType: AuthFlowType? = nil, clientMetadata: [String: String] = [:],
      userContextData: UserContextData? = nil
    ) {
      self.authFlowType = authFlowType
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }

    var bridged: SignInOptions {
      SignInOptions(
        flow: authFlowType?.bridged, clientMetadata: clientMetadata, userContextData: userContextData)
    }
  }
}

/// The request of ``Auth/confirmSignIn(challengeResponse:options:)``.
public enum AuthConfirmSignInRequest {
  /// What comes with the answer, and what is passed to the pool's triggers.
  public struct Options: Equatable, Sendable {
    /// Attributes that a new password's question asks for.
    public var userAttributes: [AuthUserAttribute]
    /// A name for the authenticator app that is being set up, such as `Ann's phone`.
    public var friendlyDeviceName: String?
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// What the pool's threat protection is told about the device.
    public var userContextData: UserContextData?
    var presentationAnchor = PresentationAnchor()

    /// Options of an answer.
    public init(
      userAttributes: [AuthUserAttribute] = [], friendlyDeviceName: String? = nil,
      clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil
    ) {
      self.userAttributes = userAttributes
      self.friendlyDeviceName = friendlyDeviceName
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }

    var bridged: ConfirmSignInOptions {
      ConfirmSignInOptions(
        userAttributes: userAttributes, friendlyDeviceName: friendlyDeviceName, clientMetadata: clientMetadata,
        userContextData: userContextData)
    }
  }
}

/// The request of ``Auth/resetPassword(for:options:)``.
public enum AuthResetPasswordRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = ResetPasswordOptions
}

/// The request of ``Auth/confirmResetPassword(for:with:confirmationCode:options:)``.
public enum AuthConfirmResetPasswordRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = ConfirmResetPasswordOptions
}

/// The request of ``Auth/update(userAttribute:options:)``.
public enum AuthUpdateUserAttributeRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = UpdateUserAttributesOptions
}

/// The request of ``Auth/update(userAttributes:options:)``.
public enum AuthUpdateUserAttributesRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = UpdateUserAttributesOptions
}

/// The request of ``Auth/sendVerificationCode(forUserAttributeKey:options:)``.
public enum AuthSendUserAttributeVerificationCodeRequest {
  /// What is passed to the pool's triggers.
  public typealias Options = SendUserAttributeVerificationCodeOptions
}

/// The request of ``Auth/verifyTOTPSetup(code:options:)``.
public enum VerifyTOTPSetupRequest {
  /// The authenticator app's name.
  public typealias Options = VerifyTotpSetupOptions
}

/// The request of ``Auth/listWebAuthnCredentials(options:)``.
public enum AuthListWebAuthnCredentialsRequest {
  /// Which page, of how many.
  public typealias Options = ListWebAuthnCredentialsOptions
}

/// The request of ``Auth/fetchAuthSession(options:)``.
public enum AuthFetchSessionRequest {
  /// Whether to refresh valid tokens too, and what is passed to the pool's triggers.
  public typealias Options = FetchAuthSessionOptions
}

extension AuthFetchSessionRequest.Options {
  /// Refreshes the tokens even if they are still valid.
  public static func forceRefresh() -> Self { Self(forceRefresh: true) }
}

/// The request of ``Auth/signOut(options:)``.
public enum AuthSignOutRequest {
  /// Whether to sign the user out on every device.
  public typealias Options = SignOutOptions
}
