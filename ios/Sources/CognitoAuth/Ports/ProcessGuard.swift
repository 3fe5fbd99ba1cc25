/// Keeps the process from being suspended while a refresh is made and stored. Calls may block: they come on a thread
/// for that, never on the app's thread.
public protocol ProcessGuard: Sendable {
  /// The work begins. `name` names the session; ``end(name:)`` gets the same name.
  func begin(name: String)
  /// The work is over.
  func end(name: String)
}
