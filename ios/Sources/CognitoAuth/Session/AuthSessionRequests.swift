internal import CognitoAuthBindings
import Foundation

/// The request of ``AuthClient/fetchAuthSession(options:)``.
public enum AuthFetchSessionRequest {
  /// Whether to refresh even valid tokens, which parts of the session to leave out, and what to pass to the pool's
  /// triggers.
  public struct Options: Equatable, Sendable {
    /// Refreshes the tokens, and gets new AWS credentials, even if they are still valid.
    public var forceRefresh: Bool
    /// Passed to the pool's triggers when a refresh is made.
    public var clientMetadata: [String: String]
    /// Leaves the identity and its AWS credentials out: the identity pool gets no request.
    public var withoutCredentials: Bool
    /// Never uses a guest's identity, even if the configuration allows guests. While nobody is signed in, the identity
    /// and the credentials then fail with ``AuthErrorCode/notSignedIn``.
    public var withoutGuests: Bool
    /// How long the tokens must stay valid, in seconds. Tokens that expire sooner are refreshed. Tokens that expire
    /// within a minute are always refreshed. AWS credentials do not depend on this option.
    ///
    /// If even new tokens expire sooner, the call returns the new ones. Too large a value would make every call refresh
    /// the tokens. So once the library knows the lifetime of new tokens, it limits the value: a value above
    /// `lifetime - 1 minute` becomes `lifetime / 2`. With a negative number the call fails with
    /// ``AuthErrorCode/malformedArgument``.
    public var minimumValidity: TimeInterval

    /// Options of a session.
    public init(
      forceRefresh: Bool = false, clientMetadata: [String: String] = [:], withoutCredentials: Bool = false,
      withoutGuests: Bool = false, minimumValidity: TimeInterval = 0
    ) {
      self.forceRefresh = forceRefresh
      self.clientMetadata = clientMetadata
      self.withoutCredentials = withoutCredentials
      self.withoutGuests = withoutGuests
      self.minimumValidity = minimumValidity
    }

    /// Refreshes the tokens, and gets new AWS credentials, even if they are still valid.
    public static func forceRefresh() -> Self { Self(forceRefresh: true) }
  }
}

extension AuthFetchSessionRequest.Options {
  var bridged: FetchAuthSessionOptions {
    FetchAuthSessionOptions(
      forceRefresh: forceRefresh, withoutCredentials: withoutCredentials, withoutGuests: withoutGuests,
      minimumValidityMilliseconds: minimumValidity.signedMilliseconds, clientMetadata: clientMetadata)
  }
}

/// The request of ``AuthClient/signOut(options:)`` and ``AuthClient/signOut(browser:options:)``.
public enum AuthSignOutRequest {
  /// Whether to sign the user out on every device, and options for a sign-out with a browser.
  public struct Options: Equatable, Sendable {
    /// Signs the user out on every device.
    public var globalSignOut: Bool
    /// Which of ``OAuthConfiguration/signOutRedirectURIs`` a sign-out with a browser uses. If `nil`, the library takes
    /// the first that is neither http nor https, or the first one if there is no such URI.
    public var redirectURI: String?
    /// Lets a sign-out with a browser wait while another page of the process is open. The user is signed out of the app
    /// before the wait. Without this option, the browser is not opened while another page is open, and the result has
    /// ``AuthErrorCode/browserBusy``.
    public var waitsForBrowser: Bool

    /// Options of a sign-out.
    public init(globalSignOut: Bool = false, redirectURI: String? = nil, waitsForBrowser: Bool = false) {
      self.globalSignOut = globalSignOut
      self.redirectURI = redirectURI
      self.waitsForBrowser = waitsForBrowser
    }
  }
}

extension AuthSignOutRequest.Options {
  var bridged: SignOutOptions {
    SignOutOptions(globalSignOut: globalSignOut, redirectUri: redirectURI, waitsForBrowser: waitsForBrowser)
  }
}
