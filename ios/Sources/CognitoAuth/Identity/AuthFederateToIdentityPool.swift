internal import CognitoAuthBindings

/// The request of ``AuthClient/federateToIdentityPool(withProviderToken:for:options:)``.
public enum AuthFederateToIdentityPoolRequest {
  /// Which identity the login is for.
  public struct Options: Equatable, Sendable {
    /// The identity's id. The app's own server gets it from Cognito together with the token. Only
    /// ``AuthLoginProvider/developer`` needs it.
    public var developerProvidedIdentityId: String?

    /// Options of a federation.
    public init(developerProvidedIdentityId: String? = nil) {
      self.developerProvidedIdentityId = developerProvidedIdentityId
    }
  }
}

extension AuthFederateToIdentityPoolRequest.Options {
  var bridged: FederateToIdentityPoolOptions {
    FederateToIdentityPoolOptions(developerProvidedIdentityId: developerProvidedIdentityId)
  }
}

/// The result of a federation.
public struct AuthFederateToIdentityPoolResult: Hashable, Sendable {
  /// The id of the login's identity, `<region>:<GUID>`.
  public let identityId: String
  /// The identity's AWS credentials.
  public let credentials: AuthAWSCredentials

  /// A result.
  public init(identityId: String, credentials: AuthAWSCredentials) {
    self.identityId = identityId
    self.credentials = credentials
  }
}
