internal import CognitoAuthBindings
import Foundation

/// The configuration of one ``Auth``.
public struct AuthConfiguration: Equatable, Sendable {
  /// The user pool and its app client. If the app has no user pool, the region and the ids are empty: see
  /// ``init(identityPool:endpoint:deadline:)``.
  public var userPool: UserPoolConfiguration
  /// The user pool's pages for the sign-in in a browser, if the app uses them.
  public var oauth: OAuthConfiguration?
  /// The identity pool that gives AWS credentials, if the app uses one.
  public var identityPool: IdentityPoolConfiguration?
  /// The user pool's settings that a configuration file contains. An app can use them to build its forms.
  public var poolSettings: UserPoolSettings
  /// The flow of a sign-in whose options choose no flow.
  public var defaultFlow: AuthFlowType
  /// The name of this device in the list of the user's devices, such as `Ann's iPhone`.
  public var deviceName: String?
  /// How long one call may take, in seconds (0.001 to 600; 30 unless set). The time that the user spends on the
  /// platform's passkey sheet or in a browser does not count.
  public var deadline: TimeInterval
  /// The members of the configuration file that have no effect, as paths such as `auth.oauth.response_type`: members
  /// that this version does not know, and values that it does not support. There are at most 100. A path contains no
  /// value from the file. An instance logs the paths once.
  public internal(set) var ignoredFields: [String] = []

  /// A configuration.
  public init(
    userPool: UserPoolConfiguration, oauth: OAuthConfiguration? = nil, identityPool: IdentityPoolConfiguration? = nil,
    poolSettings: UserPoolSettings = UserPoolSettings(), defaultFlow: AuthFlowType = .userSRP,
    deviceName: String? = nil, deadline: TimeInterval = 30
  ) {
    self.userPool = userPool
    self.oauth = oauth
    self.identityPool = identityPool
    self.poolSettings = poolSettings
    self.defaultFlow = defaultFlow
    self.deviceName = deviceName
    self.deadline = deadline
  }

  /// An identity pool without a user pool: it gives AWS credentials to guests and to logins of other providers. A call
  /// that needs the user pool fails with ``AuthErrorCode/userPoolNotConfigured`` and sends nothing.
  ///
  /// - Parameters:
  ///   - identityPool: The identity pool.
  ///   - endpoint: The service's address, if the service is not at AWS: see ``UserPoolConfiguration/endpoint``.
  ///   - deadline: The time that a call may take, as in ``deadline``.
  public init(identityPool: IdentityPoolConfiguration, endpoint: String? = nil, deadline: TimeInterval = 30) {
    self.init(
      userPool: UserPoolConfiguration(region: "", poolId: "", clientId: "", endpoint: endpoint),
      identityPool: identityPool, deadline: deadline)
  }

  /// The configuration of an Amplify Gen 2 project, from the text of its `amplify_outputs.json`. The initializer reads
  /// the section `auth`. It also reads `custom.cognito_auth.endpoint`: the service's address, if the service is not at
  /// AWS. ``init(bundled:in:entry:)`` reads a file from the app's bundle. That initializer also reads an
  /// `amplifyconfiguration.json` and an `awsconfiguration.json`.
  ///
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``; ``AuthError/field`` says which value is
  ///   wrong.
  public init(amplifyOutputs json: String) throws(AuthError) {
    do {
      self.init(try authConfigurationFromAmplifyOutputs(json: json))
    } catch {
      throw AuthError(error)
    }
  }

  /// Checks every value, as
  /// ``Auth/init(configuration:account:store:leases:movingFrom:transport:passkeys:guard:log:callbackQueue:)`` does. It
  /// sends nothing.
  ///
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``; ``AuthError/field`` says which value is
  ///   wrong.
  public func validate() throws(AuthError) {
    do {
      try validateAuthConfiguration(configuration: bridged)
    } catch {
      throw AuthError(error)
    }
  }
}

/// A user pool and one of its app clients.
public struct UserPoolConfiguration: Hashable, Sendable {
  /// The AWS region, such as `eu-central-1`.
  public var region: String
  /// The user pool's id: `<region>_<name>`.
  public var poolId: String
  /// The app client's id.
  public var clientId: String
  /// The app client's secret, if it has one.
  public var clientSecret: String?
  /// The service's address, if the service is not at AWS: an absolute URL, such as the local pool's.
  public var endpoint: String?
  /// Whether plain http is allowed to every host. If not, it is allowed only to loopback, `10.0.2.2` and `.local`
  /// names.
  public var allowInsecureEndpoint: Bool

  /// A user pool.
  public init(
    region: String, poolId: String, clientId: String, clientSecret: String? = nil, endpoint: String? = nil,
    allowInsecureEndpoint: Bool = false
  ) {
    self.region = region
    self.poolId = poolId
    self.clientId = clientId
    self.clientSecret = clientSecret
    self.endpoint = endpoint
    self.allowInsecureEndpoint = allowInsecureEndpoint
  }
}
