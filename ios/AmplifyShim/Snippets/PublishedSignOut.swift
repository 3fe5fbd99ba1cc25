func leave() -> AnyCancellable {
  Amplify.Publisher.create {
    await Amplify.Auth.signOut()
  }.sink(receiveValue: { result in
    if let result = result as? AWSCognitoSignOutResult { print(result.signedOutLocally) }
  })
}
