/// An account that has something stored, a name or a label. Printing it does not print the label.
public struct AuthStoredAccount: Equatable, Sendable {
  /// The account's name; `nil` for the default account.
  public let account: String?
  /// What the app calls the account, if it has set a label.
  public let label: String?
  /// Whom the account's session belongs to, as stored; ``AuthSessionState/unavailable(_:)`` if its records can't be
  /// read.
  public let state: AuthSessionState

  /// An account.
  public init(account: String?, label: String? = nil, state: AuthSessionState) {
    self.account = account
    self.label = label
    self.state = state
  }
}
