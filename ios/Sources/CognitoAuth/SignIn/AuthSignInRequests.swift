internal import CognitoAuthBindings

/// The request of ``AuthClient/signIn(username:password:options:)``.
public enum AuthSignInRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// The flow; ``AuthConfiguration/defaultFlow`` if `nil`.
    public var authFlowType: AuthFlowType?
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
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
  }
}

extension AuthSignInRequest.Options {
  var bridged: SignInOptions {
    SignInOptions(
      flow: authFlowType?.bridged, clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}

/// The request of ``AuthClient/confirmSignIn(challengeResponse:options:)``.
public enum AuthConfirmSignInRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// The attributes to send with a new password: see ``AuthSignInResult/requiredAttributes``. If the answer is not a
    /// new password, they make the call fail.
    public var userAttributes: [AuthUserAttribute]
    /// A name for the authenticator app that is being set up, such as `Ann's phone`. If no authenticator app is being
    /// set up, a name makes the call fail.
    public var friendlyDeviceName: String?
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
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
  }
}

extension AuthConfirmSignInRequest.Options {
  var bridged: ConfirmSignInOptions {
    ConfirmSignInOptions(
      userAttributes: userAttributes.map(\.bridged), friendlyDeviceName: friendlyDeviceName,
      clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}
