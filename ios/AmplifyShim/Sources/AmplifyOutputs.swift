import CognitoAuth
import Foundation

/// Where ``Amplify/configure(with:)`` finds an `amplify_outputs.json`.
public struct AmplifyOutputs: Sendable {
  /// Reads the configuration.
  let resolveConfiguration: @Sendable () throws -> AuthConfiguration

  /// The file `amplify_outputs.json` in the app's bundle.
  public static let amplifyOutputs = resource(named: "amplify_outputs")

  /// The content of an `amplify_outputs.json`.
  public static func data(_ data: Data) -> AmplifyOutputs {
    AmplifyOutputs { try AuthConfiguration(json: data) }
  }

  /// A file in the app's bundle with the content of an `amplify_outputs.json`, but another name.
  public static func resource(named resource: String) -> AmplifyOutputs {
    AmplifyOutputs { try AuthConfiguration(bundled: resource) }
  }
}

/// Amplify's name for ``AuthConfiguration``.
public typealias AmplifyConfiguration = AuthConfiguration

extension AuthConfiguration {
  /// Amplify's name for ``init(contentsOf:entry:)``.
  public init(configurationFile url: URL) throws {
    try self.init(contentsOf: url)
  }
}
