import CognitoAuthTestSupport

@testable import CognitoAuth

extension Auth {
  /// Makes a call of the corpus; its result as the corpus writes it.
  func perform(_ call: String, _ arguments: Arguments) async throws -> JSON {
    switch call {
    case "signUp":
      let options = AuthSignUpRequest.Options(
        userAttributes: try arguments.attributes(), validationData: try arguments.texts("validationData"),
        clientMetadata: try arguments.texts("clientMetadata"))
      return try await signUp(
        username: arguments.text("username"), password: arguments.optionalText("password"), options: options
      ).json
    case "confirmSignUp":
      return try await confirmSignUp(
        for: arguments.text("username"), confirmationCode: arguments.text("confirmationCode"),
        options: .init(clientMetadata: arguments.texts("clientMetadata"))
      ).json
    case "resendSignUpCode":
      let details = try await resendSignUpCode(
        for: arguments.text("username"), options: .init(clientMetadata: arguments.texts("clientMetadata")))
      return ["deliveryDetails": details.json]
    case "signIn":
      let options = AuthSignInRequest.Options(
        authFlowType: try AuthFlowType(named: arguments.optionalText("flow")),
        clientMetadata: try arguments.texts("clientMetadata"))
      return try await signIn(
        username: arguments.text("username"), password: arguments.optionalText("password"), options: options
      ).json
    case "confirmSignIn":
      let options = AuthConfirmSignInRequest.Options(
        userAttributes: try arguments.attributes(), clientMetadata: try arguments.texts("clientMetadata"))
      return try await confirmSignIn(
        challengeResponse: arguments.text("challengeResponse"), options: options
      ).json
    case "fetchAuthSession":
      let options = AuthFetchSessionRequest.Options(
        forceRefresh: arguments.flag("forceRefresh"), clientMetadata: try arguments.texts("clientMetadata"))
      return try await fetchAuthSession(options: options).json
    case "getCurrentUser":
      let user = try await getCurrentUser()
      return ["username": .string(user.username), "userId": .string(user.userId)]
    case "signOut":
      return await signOut(options: .init(globalSignOut: arguments.flag("globalSignOut"))).json
    default:
      throw Mismatch("no call \(call)")
    }
  }
}

extension AuthFlowType {
  /// The flow of the corpus's name; an absent one is none.
  init?(named name: String?) throws {
    switch name {
    case nil: return nil
    case "userSrp": self = .userSRP
    case "userPassword": self = .userPassword
    case let name?: throw Mismatch("no flow \(name)")
    }
  }
}

extension Arguments {
  fileprivate func attributes() throws -> [AuthUserAttribute] {
    try elements("userAttributes").map { attribute in
      let members = try attribute.members(required: ["name", "value"])
      return AuthUserAttribute(
        AuthUserAttributeKey(name: try members["name"].string()), value: try members["value"].string())
    }
  }
}
