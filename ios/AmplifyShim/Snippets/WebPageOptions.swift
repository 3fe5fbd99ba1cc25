func enterAlone() async throws {
  let pluginOptions = AWSAuthWebUISignInOptions(nonce: "n", language: "de", prompt: [.login])
  let options = AuthWebUISignInRequest.Options(scopes: ["openid"], pluginOptions: pluginOptions)
  _ = try await Amplify.Auth.signInWithWebUI(presentationAnchor: self.view.window!, options: options)
  _ = try await Amplify.Auth.signInWithWebUI(
    presentationAnchor: self.view.window!, options: .preferPrivateSession())
}
