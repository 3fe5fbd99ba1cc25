import CognitoAuth

/// The name `Amplify.Auth` for snippets that are compiled without the shim. An app that wants the name without the shim
/// declares such an enum, and returns its client.
enum Amplify {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static var Auth: any AuthClient { fatalError("Snippets are compiled, but never run.") }
}
