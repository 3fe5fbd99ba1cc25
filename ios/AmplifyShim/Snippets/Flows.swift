func enter(name: String, secret: String) async throws {
  let custom = AWSAuthSignInOptions(authFlowType: .customWithoutSRP)
  let result = try await Amplify.Auth.signIn(username: name, options: .init(pluginOptions: custom))
  if case .confirmSignInWithCustomChallenge(let info) = result.nextStep { print(info ?? [:]) }
  let preferring = AWSAuthSignInOptions(
    metadata: ["from": "phone"], authFlowType: .userAuth(preferredFirstFactor: .emailOTP))
  _ = try await Amplify.Auth.signIn(
    username: name, password: secret, options: AuthSignInRequest.Options(pluginOptions: preferring))
}
