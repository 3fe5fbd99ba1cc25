/// Keeps the process from being suspended while the library makes a refresh and stores its result. The library makes
/// these calls on a background thread, never on the app's thread, so they may block.
public protocol ProcessGuard: Sendable {
  /// The work begins. `name` identifies the session; ``end(name:)`` gets the same name.
  func begin(name: String)
  /// The work is over.
  func end(name: String)
}
