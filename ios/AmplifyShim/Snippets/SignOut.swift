func leave() async {
  let result = await Amplify.Auth.signOut(options: .init(globalSignOut: true))
  guard let outcome = result as? AWSCognitoSignOutResult else { return }
  switch outcome {
  case .complete:
    // Nothing is left to do.
  case let .partial(revokeTokenError, globalSignOutError, hostedUIError):
    print([revokeTokenError, globalSignOutError, hostedUIError].compactMap { $0 })
  case .failed(let error):
    print(error)
  }
}
