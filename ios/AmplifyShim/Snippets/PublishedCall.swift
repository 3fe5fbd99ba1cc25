func enter(name: String) -> AnyCancellable {
  Amplify.Publisher.create {
    try await Amplify.Auth.signIn(username: name, password: "p")
  }.sink {
    if case let .failure(error) = $0 { print(error) }
  }
  receiveValue: { result in
    print(result.isSignedIn)
  }
  return sink
}
