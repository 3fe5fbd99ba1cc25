func enterOnWebPages() async throws {
  _ = try await Amplify.Auth.signInWithWebUI(presentationAnchor: self.view.window!)
  _ = try await Amplify.Auth.signInWithWebUI(for: .google, presentationAnchor: self.view.window!)
}
