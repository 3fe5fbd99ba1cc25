func change(number: String) async throws {
  print(try await Amplify.Auth.fetchUserAttributes())
  let result = try await Amplify.Auth.update(userAttribute: AuthUserAttribute(.phoneNumber, value: number))
  switch result.nextStep {
  case .confirmAttributeWithCode(let details, _): print(details)
  case .done: print("Changed")
  }
  print(try await Amplify.Auth.sendVerificationCode(forUserAttributeKey: .phoneNumber))
  try await Amplify.Auth.confirm(userAttribute: .phoneNumber, confirmationCode: "123456")
}
