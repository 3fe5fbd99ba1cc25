import Foundation

/// AWS credentials of an identity, for requests to AWS services (Cognito: GetCredentialsForIdentity). Printing the
/// credentials prints none of their values.
public struct AuthAWSCredentials: Hashable, Sendable {
  /// The access key's id.
  public let accessKeyId: String
  /// The secret access key, which signs requests.
  public let secretAccessKey: String
  /// The session token, which each request contains.
  public let sessionToken: String
  /// When the credentials expire, by the device's clock. In the last two minutes before that time,
  /// ``AuthClient/fetchAuthSession(options:)`` already gets new credentials.
  public let expiration: Date

  /// Credentials.
  public init(accessKeyId: String, secretAccessKey: String, sessionToken: String, expiration: Date) {
    self.accessKeyId = accessKeyId
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
  }
}
