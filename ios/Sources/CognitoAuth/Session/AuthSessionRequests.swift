internal import CognitoAuthBindings
import Foundation

/// The request of ``AuthClient/fetchAuthSession(options:)``.
public enum AuthFetchSessionRequest {
  /// Whether to refresh what is valid too, which parts to leave out, and what is passed to the pool's triggers.
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
    /// How long the tokens must stay valid, in seconds. Tokens that expire sooner are refreshed, and those that expire
    /// within a minute in any case. This does not concern AWS credentials.
    ///
    /// If even new tokens expire sooner, the call gives the new ones. Once the library knows how long new tokens live,
    /// a value above that lifetime minus a minute counts as half of the lifetime: otherwise each call would refresh the
    /// tokens. A negative number fails with ``AuthErrorCode/malformedArgument``.
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
  /// Whether to sign the user out on every device, and how a browser takes part.
  public struct Options: Equatable, Sendable {
    /// Signs the user out on every device.
    public var globalSignOut: Bool
    /// Which of ``OAuthConfiguration/signOutRedirectURIs`` a sign-out with a browser uses. If `nil`, the app's own one
    /// is chosen: the first that is neither http nor https, else the first.
    public var redirectURI: String?
    /// Lets a sign-out with a browser wait while another page of the process is open. The user is signed out here
    /// before the wait. Without this option, the browser stays closed then, and the result has
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
