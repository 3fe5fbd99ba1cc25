/// Keeps the system from suspending the process before the library has stored the result of its work: of a refresh, of
/// a request for AWS credentials, or of a change of the accounts. The library makes these calls on a background thread,
/// never on the app's thread, so they may block.
public protocol ProcessGuard: Sendable {
  /// The work begins. `name` identifies the stored entry that the work changes; ``end(name:)`` gets the same name.
  func begin(name: String)
  /// The work is over.
  func end(name: String)
}
