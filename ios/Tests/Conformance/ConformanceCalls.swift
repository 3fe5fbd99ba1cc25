import CognitoAuthTesting

@testable import CognitoAuth

extension Auth {
  /// Makes a call of the corpus. Returns its result in the corpus's form.
  func perform(_ call: String, _ arguments: Arguments) async throws -> JSON {
    switch call {
    case "signUp":
      let options = AuthSignUpRequest.Options(
        userAttributes: try arguments.attributes(), validationData: try arguments.texts("validationData"),
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      return try await signUp(
        username: arguments.text("username"), password: arguments.optionalText("password"), options: options
      ).json
    case "confirmSignUp":
      let options = AuthConfirmSignUpRequest.Options(
        forceAliasCreation: arguments.flag("forceAliasCreation"),
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      return try await confirmSignUp(
        for: arguments.text("username"), confirmationCode: arguments.text("confirmationCode"), options: options
      ).json
    case "resendSignUpCode":
      let options = AuthResendSignUpCodeRequest.Options(
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      let details = try await resendSignUpCode(for: arguments.text("username"), options: options)
      return ["deliveryDetails": details.json]
    case "signIn":
      let options = AuthSignInRequest.Options(
        authFlowType: try arguments.flow(), clientMetadata: try arguments.texts("clientMetadata"),
        userContextData: try arguments.context())
      return try await signIn(
        username: arguments.text("username"), password: arguments.optionalText("password"), options: options
      ).json
    case "confirmSignIn":
      let options = AuthConfirmSignInRequest.Options(
        userAttributes: try arguments.attributes(),
        friendlyDeviceName: try arguments.optionalText("friendlyDeviceName"),
        clientMetadata: try arguments.texts("clientMetadata"), userContextData: try arguments.context())
      return try await confirmSignIn(
        challengeResponse: arguments.text("challengeResponse"), options: options
      ).json
    case "autoSignIn":
      return try await autoSignIn().json
    case "fetchAuthSession":
      let options = AuthFetchSessionRequest.Options(
        forceRefresh: arguments.flag("forceRefresh"), clientMetadata: try arguments.texts("clientMetadata"),
        withoutCredentials: arguments.flag("withoutCredentials"), withoutGuests: arguments.flag("withoutGuests"),
        minimumValidity: try arguments.seconds("minimumValidityMilliseconds"))
      return try await fetchAuthSession(options: options).json
    case "getCurrentUser":
      let user = try await getCurrentUser()
      return ["username": .string(user.username), "userId": .string(user.userId)]
    case "signOut":
      return await signOut(options: .init(globalSignOut: arguments.flag("globalSignOut"))).json
    case "readConfiguration":
      return try AuthConfiguration(reading: arguments).json
    default:
      if let result = try await performOnIdentityPool(call, arguments) { return result }
      return try await performOnAccount(call, arguments)
    }
  }
}

extension AuthFlowType {
  /// The flow with this name in the corpus; `nil` without a name.
  init?(named name: String?, preferring factor: AuthFactorType? = nil) throws {
    switch name {
    case nil: return nil
    case "userSrp": self = .userSRP
    case "userPassword": self = .userPassword
    case "customWithSrp": self = .customWithSRP
    case "customWithoutSrp": self = .customWithoutSRP
    case "userAuth": self = .userAuth(preferredFirstFactor: factor)
    case let name?: throw Mismatch("unknown flow \(name)")
    }
  }
}

extension Arguments {
  func attributes() throws -> [AuthUserAttribute] {
    try elements("userAttributes").map { attribute in
      let members = try attribute.members(required: ["name", "value"])
      return AuthUserAttribute(
        AuthUserAttributeKey(rawValue: try members["name"].string()), value: try members["value"].string())
    }
  }

  func context() throws -> UserContextData? {
    try member("userContextData").map { context in
      let members = try context.members(required: ["encodedData"], optional: ["ipAddress"])
      return UserContextData(
        encodedData: try members["encodedData"].string(), ipAddress: members["ipAddress"]?.text)
    }
  }

  fileprivate func flow() throws -> AuthFlowType? {
    let factor = try optionalText("preferredFirstFactor").map(AuthFactorType.init(named:))
    return try AuthFlowType(named: optionalText("flow"), preferring: factor)
  }
}
