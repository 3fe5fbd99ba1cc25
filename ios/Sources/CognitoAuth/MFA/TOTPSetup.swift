internal import CognitoAuthBindings
import Foundation

/// What the set-up of an authenticator app needs.
public struct TOTPSetupDetails: Hashable, Sendable {
  /// The secret to type into an authenticator app, in base32. The library never stores the secret. So this text is
  /// empty in a sign-in that goes on after a restart of the app.
  public let sharedSecret: String
  /// The user name to show in the authenticator app.
  public let username: String

  /// Details.
  public init(sharedSecret: String, username: String) {
    self.sharedSecret = sharedSecret
    self.username = username
  }

  /// The URI that sets up an authenticator app. Open it on this device, or show it as a QR code. It contains the
  /// secret.
  ///
  /// - Parameters:
  ///   - appName: The name of the app, which the authenticator app shows beside the code.
  ///   - accountName: The name of the account, which the authenticator app shows too; the user name if `nil`.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/validation`` for an empty `appName`.
  public func getSetupURI(appName: String, accountName: String? = nil) throws(AuthError) -> URL {
    do {
      let uri = try totpSetupUri(details: bridged, appName: appName, accountName: accountName)
      guard let url = URL(string: uri) else { throw AuthError.internal }
      return url
    } catch {
      throw AuthError(error)
    }
  }
}

/// The request of ``AuthClient/verifyTOTPSetup(code:options:)``.
public enum VerifyTOTPSetupRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// A name for the authenticator app, such as `Ann's phone`.
    public var friendlyDeviceName: String?

    /// Options of a set-up.
    public init(friendlyDeviceName: String? = nil) {
      self.friendlyDeviceName = friendlyDeviceName
    }
  }
}

extension VerifyTOTPSetupRequest.Options {
  var bridged: VerifyTotpSetupOptions { VerifyTotpSetupOptions(friendlyDeviceName: friendlyDeviceName) }
}
