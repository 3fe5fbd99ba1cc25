func enter(name: String) -> AnyCancellable {
  Amplify.Publisher.create {
    let options = AWSAuthSignInOptions(authFlowType: .userPassword)
    try await Amplify.Auth.signIn(username: name, options: .init(pluginOptions: options))
  }.sink {
    if case let .failure(error) = $0 { print(error) }
  }
  receiveValue: { result in
    if result.isSignedIn {
      print("Signed in")
    }
  }
}
