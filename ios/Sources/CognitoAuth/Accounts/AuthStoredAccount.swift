/// An account that has something in the store, such as a session, its name or its label. A printed account does not
/// show the label.
public struct AuthStoredAccount: Equatable, Sendable {
  /// The account's name; `nil` for the default account.
  public let account: String?
  /// The account's label, if the app has set one.
  public let label: String?
  /// Who is signed in to the account, according to the store; ``AuthSessionState/unavailable(_:)`` if the account's
  /// records can't be read, or if an open ``Auth`` of the account has another configuration than the
  /// ``AuthAccounts`` that list it.
  public let state: AuthSessionState

  /// An account.
  public init(account: String?, label: String? = nil, state: AuthSessionState) {
    self.account = account
    self.label = label
    self.state = state
  }
}
