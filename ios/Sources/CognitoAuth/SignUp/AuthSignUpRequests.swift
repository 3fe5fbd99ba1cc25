internal import CognitoAuthBindings

/// The request of ``AuthClient/signUp(username:password:options:)``.
public enum AuthSignUpRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// The new user's attributes.
    public var userAttributes: [AuthUserAttribute]
    /// Passed to the pool's PreSignUp trigger as validation data.
    public var validationData: [String: String]
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
    public var userContextData: UserContextData?

    /// Options of a sign-up.
    public init(
      userAttributes: [AuthUserAttribute] = [], validationData: [String: String] = [:],
      clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil
    ) {
      self.userAttributes = userAttributes
      self.validationData = validationData
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }
  }
}

extension AuthSignUpRequest.Options {
  var bridged: SignUpOptions {
    SignUpOptions(
      userAttributes: userAttributes.map(\.bridged), validationData: validationData, clientMetadata: clientMetadata,
      userContextData: userContextData?.bridged)
  }
}

/// The request of ``AuthClient/confirmSignUp(for:confirmationCode:options:)``.
public enum AuthConfirmSignUpRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Makes the user's e-mail address or phone number an alias of this user, even if it is an alias of another user.
    /// The other user then loses the alias.
    public var forceAliasCreation: Bool
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
    public var userContextData: UserContextData?

    /// Options of a confirmation.
    public init(
      forceAliasCreation: Bool = false, clientMetadata: [String: String] = [:],
      userContextData: UserContextData? = nil
    ) {
      self.forceAliasCreation = forceAliasCreation
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }
  }
}

extension AuthConfirmSignUpRequest.Options {
  var bridged: ConfirmSignUpOptions {
    ConfirmSignUpOptions(
      forceAliasCreation: forceAliasCreation, clientMetadata: clientMetadata,
      userContextData: userContextData?.bridged)
  }
}

/// The request of ``AuthClient/resendSignUpCode(for:options:)``.
public enum AuthResendSignUpCodeRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
    public var userContextData: UserContextData?

    /// Options of a request for a new code.
    public init(clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil) {
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }
  }
}

extension AuthResendSignUpCodeRequest.Options {
  var bridged: ResendSignUpCodeOptions {
    ResendSignUpCodeOptions(clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}
