import CognitoAuthBindings

/// A user pool and one of its app clients.
public typealias UserPoolConfiguration = CognitoAuthBindings.UserPoolConfiguration

/// The configuration of one ``Auth``.
public struct AuthConfiguration: Equatable, Sendable {
  /// The user pool and its app client.
  public var userPool: UserPoolConfiguration
  /// The flow of a sign-in whose options name none.
  public var defaultFlow: AuthFlowType
  /// How long one call may take, in milliseconds (1 to 600,000; 30,000 unless set): network and storage time, never
  /// time with the user.
  public var deadlineMilliseconds: UInt64

  /// A configuration.
  public init(
    userPool: UserPoolConfiguration, defaultFlow: AuthFlowType = .userSRP, deadlineMilliseconds: UInt64 = 30_000
  ) {
    self.userPool = userPool
    self.defaultFlow = defaultFlow
    self.deadlineMilliseconds = deadlineMilliseconds
  }

  var bridged: CognitoAuthBindings.AuthConfiguration {
    CognitoAuthBindings.AuthConfiguration(
      userPool: userPool, defaultFlow: defaultFlow.bridged, deadlineMilliseconds: deadlineMilliseconds)
  }
}

/// Which of Cognito's authentication flows a sign-in takes.
public enum AuthFlowType: Equatable, Hashable, Sendable {
  /// USER_SRP_AUTH: the password is proved and never sent.
  case userSRP
  /// USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger.
  case userPassword

  var bridged: CognitoAuthBindings.AuthFlowType {
    switch self {
    case .userSRP: .userSrp
    case .userPassword: .userPassword
    }
  }
}
