internal import CognitoAuthBindings
import Foundation

/// The request of ``AuthClient/listWebAuthnCredentials(options:)``.
public enum AuthListWebAuthnCredentialsRequest {
  /// Which page of the list to get, and how long a page is.
  public struct Options: Equatable, Sendable {
    /// How many passkeys to list at most, 1 to 20; the service's own number if `nil`.
    public var pageSize: Int?
    /// The ``AuthListWebAuthnCredentialsResult/nextToken`` of the previous page; `nil` for the first page.
    public var nextToken: String?

    /// Options of a list.
    public init(pageSize: Int? = nil, nextToken: String? = nil) {
      self.pageSize = pageSize
      self.nextToken = nextToken
    }
  }
}

extension AuthListWebAuthnCredentialsRequest.Options {
  /// A negative size becomes zero, which the core refuses.
  var bridged: ListWebAuthnCredentialsOptions {
    ListWebAuthnCredentialsOptions(pageSize: pageSize.map(UInt32.init(clamping:)), nextToken: nextToken)
  }
}

/// One page of the user's passkeys.
public struct AuthListWebAuthnCredentialsResult: Hashable, Sendable {
  /// The passkeys.
  public let credentials: [AuthWebAuthnCredential]
  /// The token with which to get the next page; `nil` on the last page.
  public let nextToken: String?

  /// A page.
  public init(credentials: [AuthWebAuthnCredential], nextToken: String? = nil) {
    self.credentials = credentials
    self.nextToken = nextToken
  }
}

/// One of the user's passkeys.
public struct AuthWebAuthnCredential: Hashable, Sendable {
  /// The credential's id.
  public let credentialId: String
  /// The name that the service gave the passkey, by which the user recognizes it.
  public let friendlyName: String
  /// The domain that the passkey belongs to.
  public let relyingPartyId: String
  /// Where the passkey is: `platform` for the device itself, `cross-platform` for another one; `nil` if the service
  /// does not say.
  public let authenticatorAttachment: String?
  /// The ways to reach the passkey's authenticator, such as `internal`, `hybrid`, `usb`.
  public let authenticatorTransports: [String]
  /// When the passkey was registered.
  public let createdAt: Date

  /// A passkey.
  public init(
    credentialId: String, friendlyName: String, relyingPartyId: String, authenticatorAttachment: String? = nil,
    authenticatorTransports: [String] = [], createdAt: Date
  ) {
    self.credentialId = credentialId
    self.friendlyName = friendlyName
    self.relyingPartyId = relyingPartyId
    self.authenticatorAttachment = authenticatorAttachment
    self.authenticatorTransports = authenticatorTransports
    self.createdAt = createdAt
  }
}
