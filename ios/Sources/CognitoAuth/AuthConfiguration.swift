import CognitoAuthBindings

/// A user pool and one of its app clients.
public typealias UserPoolConfiguration = CognitoAuthBindings.UserPoolConfiguration

/// The configuration of one ``Auth``.
public struct AuthConfiguration: Equatable, Sendable {
  /// The user pool and its app client.
  public var userPool: UserPoolConfiguration
  /// The flow of a sign-in whose options name none.
  public var defaultFlow: AuthFlowType
  /// What this device is called in the list of the user's devices, such as `Ann's iPhone`.
  public var deviceName: String?
  /// How long one call may take, in milliseconds (1 to 600,000; 30,000 unless set): network and storage time, never
  /// time with the user.
  public var deadlineMilliseconds: UInt64

  /// A configuration.
  public init(
    userPool: UserPoolConfiguration, defaultFlow: AuthFlowType = .userSRP, deviceName: String? = nil,
    deadlineMilliseconds: UInt64 = 30_000
  ) {
    self.userPool = userPool
    self.defaultFlow = defaultFlow
    self.deviceName = deviceName
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
      userPool: bridged.userPool, defaultFlow: AuthFlowType(bridged.defaultFlow), deviceName: bridged.deviceName,
      deadlineMilliseconds: bridged.deadlineMilliseconds)
  }

  var bridged: CognitoAuthBindings.AuthConfiguration {
    CognitoAuthBindings.AuthConfiguration(
      userPool: userPool, defaultFlow: defaultFlow.bridged, deviceName: deviceName,
      deadlineMilliseconds: deadlineMilliseconds)
  }
}

/// Which of Cognito's authentication flows a sign-in takes.
public enum AuthFlowType: Equatable, Hashable, Sendable {
  /// USER_SRP_AUTH: the password is proved and never sent.
  case userSRP
  /// USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger.
  case userPassword
  /// CUSTOM_AUTH: the password is proved first, then the pool's own questions come.
  case customWithSRP
  /// CUSTOM_AUTH: the pool's own questions alone.
  case customWithoutSRP
  /// USER_AUTH: the user chooses a first factor of those that the pool and the user have. A preferred one comes
  /// without the choice, if the user has it.
  case userAuth(preferredFirstFactor: AuthFactorType? = nil)

  /// USER_AUTH with no preferred first factor: the case of this name, without the parentheses.
  public static var userAuth: Self { .userAuth(preferredFirstFactor: nil) }
}
