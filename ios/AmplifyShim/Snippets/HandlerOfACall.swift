func enter(name: String, secret: String) {
  Amplify.Auth.signIn(username: name, password: secret) { result in
    switch result {
    case .success(let signIn): print(signIn.isSignedIn)
    case .failure(let error): print(error)
    }
  }
}
