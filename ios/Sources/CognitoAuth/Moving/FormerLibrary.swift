/// The library that the app used before: Amplify, or AWSMobileClient. ``Auth`` takes over its session, its remembered
/// devices and its identity once, when it first reads the store and nobody is signed in. The user stays signed in:
///
/// ```swift
/// let auth = try Auth(configuration: configuration, movingFrom: .amplify())
/// ```
///
/// The former library's data stays unchanged until ``AuthClient/finishMove()``. The move happens once. Nothing more is
/// taken over once something was taken over, a user has signed in here, or a session has ended. So a user who signs out
/// stays signed out.
///
/// Only the default account takes anything over. Give the same value to each ``Auth`` and ``AuthAccounts`` of the
/// default account. While an ``Auth`` of this account is open without the value, making another ``Auth`` with the value
/// throws ``AuthErrorCode/configurationMismatch``. The calls of an ``AuthAccounts`` with the value report this error for
/// the account.
public struct FormerLibrary: Sendable {
  let keychain: FormerKeychainItems
  let app: any HostApp
  let defersRefresh: Bool
}
