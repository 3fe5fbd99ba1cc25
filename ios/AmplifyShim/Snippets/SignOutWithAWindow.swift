func leave() async {
  _ = await Amplify.Auth.signOut(options: .presentationAnchor(self.view.window!))
  _ = await Amplify.Auth.signOut(options: .init(globalSignOut: true, presentationAnchor: self.view.window!))
}
