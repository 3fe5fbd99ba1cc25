func register(phone: String) async {
  let options = AuthSignUpRequest.Options(userAttributes: [AuthUserAttribute(.phoneNumber, value: phone)])
  do {
    let result = try await Amplify.Auth.signUp(username: phone, options: options)
    print("Complete: \(result.isSignUpComplete), user: \(result.userID ?? "none")")
  } catch let error as AuthError {
    print("Not registered: \(error)")
  } catch {
    print("Unexpected: \(error)")
  }
}
