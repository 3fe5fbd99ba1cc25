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

  /// The configuration of an Amplify Gen 2 project, from the text of its `amplify_outputs.json`: the section `auth`.
  /// Anything else in it is ignored, but for `custom.cognito_auth.endpoint`, where the service is if not at AWS.
  ///
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``; ``AuthError/field`` names the value at fault.
  public init(amplifyOutputs json: String) throws(AuthError) {
    do {
      self.init(try authConfigurationFromAmplifyOutputs(json: json))
    } catch {
      throw AuthError(error)
    }
  }

  init(_ bridged: CognitoAuthBindings.AuthConfiguration) {
    self.init(
      userPool: bridged.userPool, defaultFlow: AuthFlowType(bridged.defaultFlow),
      deadlineMilliseconds: bridged.deadlineMilliseconds)
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

  init(_ bridged: CognitoAuthBindings.AuthFlowType) {
    self =
      switch bridged {
      case .userSrp: .userSRP
      case .userPassword: .userPassword
      }
  }

  var bridged: CognitoAuthBindings.AuthFlowType {
    switch self {
    case .userSRP: .userSrp
    case .userPassword: .userPassword
    }
  }
}
