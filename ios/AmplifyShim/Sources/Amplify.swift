@_exported import CognitoAuth
import Foundation

/// Amplify's entry point, for code that was written for Amplify's Auth category. Its calls go to one ``Auth``, which
/// ``configure(with:)`` or ``configure(_:)`` makes.
///
/// An app changes its imports to `import CognitoAuthAmplifyShim`, and keeps the rest:
///
/// ```swift
/// try Amplify.add(plugin: AWSCognitoAuthPlugin())
/// try Amplify.configure(with: .amplifyOutputs)
/// let result = try await Amplify.Auth.signIn(username: "ana", password: "Password123")
/// ```
public enum Amplify {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// The client that makes every call. Call `configure` before you read this property. Otherwise the process ends, as
  /// with Amplify. A test can set a client of its own, such as a fake.
  public static var Auth: any AuthClient {
    get {
      guard let client = state.withLock({ $0.client }) else {
        preconditionFailure("Call Amplify.configure() before Amplify.Auth.")
      }
      return client
    }
    set {
      // If two threads set clients, the hub follows the client that is set last. The hub calls the client, whose code
      // may read this property. So `state` is not locked then.
      changes.withLock { _ in
        state.withLock { $0.client = newValue }
        Hub.follow(newValue)
      }
    }
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// Tells listeners what happens to the session.
  public static let Hub = AmplifyHub()

  private struct State {
    var plugin: AWSCognitoAuthPlugin?
    var client: (any AuthClient)?
  }

  private static let state = Protected(State())
  /// Held while the client changes.
  private static let changes = Protected(())

  /// Sets how ``configure(with:)`` and ``configure(_:)`` make the client. Call this before either of them.
  public static func add(plugin: AWSCognitoAuthPlugin) throws {
    state.withLock { $0.plugin = plugin }
  }

  /// Makes the client from the file `amplifyconfiguration.json` in the app's bundle, or from the given configuration.
  ///
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``, if the configuration is wrong or no plugin
  ///   was added.
  public static func configure(_ configuration: AmplifyConfiguration? = nil) throws {
    guard let plugin = state.withLock({ $0.plugin }) else { throw AuthError.noPlugin }
    Auth = try plugin.makeClient(configuration ?? AuthConfiguration(bundled: "amplifyconfiguration"))
  }

  /// Makes the client from an `amplify_outputs.json`.
  ///
  /// - Throws: The errors of ``configure(_:)``.
  public static func configure(with amplifyOutputs: AmplifyOutputs) throws {
    try configure(amplifyOutputs.resolveConfiguration())
  }

  /// Forgets the plugin and the client, for the shim's own tests.
  static func reset() {
    state.withLock { $0 = State() }
  }

  /// The plugin that was added. If a test sets only ``Auth``, this is a plugin for that client.
  static var plugin: AWSCognitoAuthPlugin {
    state.withLock { $0.plugin } ?? AWSCognitoAuthPlugin { _ in Auth }
  }
}

extension AuthError {
  static let noPlugin = AuthError(
    kind: .configuration, code: .invalidConfiguration, errorDescription: "No plugin was added.",
    recoverySuggestion: "Call Amplify.add(plugin: AWSCognitoAuthPlugin()) before Amplify.configure().")
}
