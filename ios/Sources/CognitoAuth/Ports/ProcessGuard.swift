/// Keeps the process from being suspended while the library makes a refresh and stores its result. Its calls may block:
/// they come on a background thread, never on the app's thread.
public protocol ProcessGuard: Sendable {
  /// The work begins. `name` names the session; ``end(name:)`` gets the same name.
  func begin(name: String)
  /// The work is over.
  func end(name: String)
}
