import CognitoAuth

// In Amplify, a request's options contain the options of the Cognito plugin, as `pluginOptions`. This library has one
// type in place of the two.

/// Amplify's name for options of a sign-up.
public typealias AWSAuthSignUpOptions = AuthSignUpRequest.Options
/// Amplify's name for options of a sign-up's confirmation.
public typealias AWSAuthConfirmSignUpOptions = AuthConfirmSignUpRequest.Options
/// Amplify's name for options of a request for a new sign-up code.
public typealias AWSAuthResendSignUpCodeOptions = AuthResendSignUpCodeRequest.Options
/// Amplify's name for options of a sign-in.
public typealias AWSAuthSignInOptions = AuthSignInRequest.Options
/// Amplify's name for options of an answer to a challenge.
public typealias AWSAuthConfirmSignInOptions = AuthConfirmSignInRequest.Options
/// Amplify's name for options of a password's reset.
public typealias AWSAuthResetPasswordOptions = AuthResetPasswordRequest.Options
/// Amplify's name for options of the call that sets a new password after a reset.
public typealias AWSAuthConfirmResetPasswordOptions = AuthConfirmResetPasswordRequest.Options
/// Amplify's name for options of a change of one attribute.
public typealias AWSAuthUpdateUserAttributeOptions = AuthUpdateUserAttributeRequest.Options
/// Amplify's name for options of a change of several attributes.
public typealias AWSAuthUpdateUserAttributesOptions = AuthUpdateUserAttributesRequest.Options
/// Amplify's name for options of a request for an attribute's code.
public typealias AWSSendUserAttributeVerificationCodeOptions = AuthSendUserAttributeVerificationCodeRequest.Options
/// Amplify's name for options of an authenticator app's set-up.
public typealias VerifyTOTPSetupOptions = VerifyTOTPSetupRequest.Options

extension AuthSignUpRequest.Options {
  /// Takes the plugin's options. `userAttributes`, if given, replaces their attributes.
  public init(userAttributes: [AuthUserAttribute]? = nil, pluginOptions: Self?) {
    self = pluginOptions ?? Self()
    self.userAttributes = userAttributes ?? self.userAttributes
  }

  /// Data for the pool's triggers.
  public init(validationData: [String: String]? = nil, metadata: [String: String]?) {
    self.init(validationData: validationData ?? [:], clientMetadata: metadata ?? [:])
  }
}

extension AuthConfirmSignUpRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers, and whether the confirmation takes an alias from another user.
  public init(metadata: [String: String]?, forceAliasCreation: Bool? = nil) {
    self.init(forceAliasCreation: forceAliasCreation ?? false, clientMetadata: metadata ?? [:])
  }
}

extension AuthResendSignUpCodeRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension AuthSignInRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers, and the flow.
  public init(metadata: [String: String]?, authFlowType: AuthFlowType? = nil) {
    self.init(authFlowType: authFlowType, clientMetadata: metadata ?? [:])
  }
}

extension AuthConfirmSignInRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Attributes to send with a new password, data for the pool's triggers, and the name for an authenticator app.
  public init(
    userAttributes: [AuthUserAttribute]? = nil, metadata: [String: String]?, friendlyDeviceName: String? = nil
  ) {
    self.init(
      userAttributes: userAttributes ?? [], friendlyDeviceName: friendlyDeviceName, clientMetadata: metadata ?? [:])
  }
}

extension AuthResetPasswordRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension AuthConfirmResetPasswordRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension AuthUpdateUserAttributeRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension AuthUpdateUserAttributesRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension AuthSendUserAttributeVerificationCodeRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }

  /// Data for the pool's triggers.
  public init(metadata: [String: String]?) { self.init(clientMetadata: metadata ?? [:]) }
}

extension VerifyTOTPSetupRequest.Options {
  /// Takes the plugin's options.
  public init(pluginOptions: Self?) { self = pluginOptions ?? Self() }
}

extension AuthFederateToIdentityPoolRequest.Options {
  /// Amplify's name for ``init(developerProvidedIdentityId:)``.
  public init(developerProvidedIdentityID: String?) {
    self.init(developerProvidedIdentityId: developerProvidedIdentityID)
  }
}
