/// The library that the app used before: Amplify, or AWSMobileClient. ``Auth`` takes over its session, its remembered
/// devices and its identity once, when it first reads the store and nobody is signed in. The user stays signed in:
///
/// ```swift
/// let auth = try Auth(configuration: configuration, movingFrom: .amplify())
/// ```
///
/// Nothing of the former library is changed until ``AuthClient/finishMove()``. Once something was taken over, a user has
/// signed in, or a session has ended, nothing is taken over any more: a user who signs out stays signed out.
///
/// Only the default account moves in. Give the same value to each ``Auth`` and ``AuthAccounts`` of the default account.
/// If one of them is open without it, making another with it throws ``AuthErrorCode/configurationMismatch``.
public struct FormerLibrary: Sendable {
  let keychain: FormerKeychainItems
  let app: any HostApp
  let defersRefresh: Bool
}
