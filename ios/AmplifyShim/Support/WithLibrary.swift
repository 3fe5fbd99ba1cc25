import CognitoAuth

/// What an app that uses the library alone writes to keep the name `Amplify.Auth`.
enum Amplify {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static var Auth: any AuthClient { fatalError("Snippets are compiled, and not run.") }
}
