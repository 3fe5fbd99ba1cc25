func register(name: String, secret: String, address: String) async throws {
  let result = try await Amplify.Auth.signUp(
    username: name, password: secret,
    options: .init(userAttributes: [
      AuthUserAttribute(.email, value: address), AuthUserAttribute(.custom("team"), value: <name of a team>),
    ]))
  if case let .confirmUser(details, _, userId) = result.nextStep {
    print("A code went to \(String(describing: details)) for \(String(describing: userId))")
  }
}
