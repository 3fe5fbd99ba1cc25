import CognitoAuth

/// An app that uses the library without the shim writes this to keep the name `Amplify.Auth`.
enum Amplify {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static var Auth: any AuthClient { fatalError("Snippets are compiled, but never run.") }
}
