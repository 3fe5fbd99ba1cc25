import CognitoAuthTesting

@testable import CognitoAuth

extension Auth {
  /// Makes a call of the corpus about the identity pool or the session's state. Returns its result in the corpus's
  /// form; `nil` for any other call.
  func performOnIdentityPool(_ call: String, _ arguments: Arguments) async throws -> JSON? {
    switch call {
    case "sessionState":
      return try await sessionState().json
    case "pendingSignIn":
      return try await pendingSignIn()?.json ?? [:]
    case "federateToIdentityPool":
      return try await federateToIdentityPool(
        withProviderToken: arguments.text("token"), for: arguments.login(),
        options: .init(developerProvidedIdentityId: arguments.optionalText("developerProvidedIdentityId"))
      ).json
    case "clearFederationToIdentityPool":
      try await clearFederationToIdentityPool()
      return [:]
    default:
      return nil
    }
  }
}

extension AuthSession {
  /// The identity's part in the corpus's form; `nil` if the configuration or the options left it out.
  var identityJSON: JSON? {
    switch (identityId, awsCredentials) {
    case (_, .failure(let error)) where [.identityPoolNotConfigured, .credentialsLeftOut].contains(error.code):
      nil
    case (.success(let id), .success(let credentials)):
      ["identityId": .string(id), "credentials": credentials.json]
    case (.success(let id), .failure(let error)):
      ["identityId": .string(id), "error": error.json]
    case (.failure(let reason), .failure(let error)) where reason == error:
      ["error": error.json]
    case (.failure(let reason), _):
      // If the id is missing, the id and the credentials must have the same error. Here they do not. No case expects a
      // result of this form, so the test of the case fails.
      ["identityId": reason.json]
    }
  }
}

extension AuthAWSCredentials {
  fileprivate var json: JSON {
    [
      "accessKeyId": .string(accessKeyId), "secretAccessKey": .string(secretAccessKey),
      "sessionToken": .string(sessionToken), "expiresAtMilliseconds": .time(expiration) ?? .null,
    ]
  }
}

extension AuthFederateToIdentityPoolResult {
  fileprivate var json: JSON { ["identityId": .string(identityId), "credentials": credentials.json] }
}

extension AuthSessionState {
  var json: JSON {
    switch self {
    case .loading: ["state": "loading"]
    case .signedOut(let ended): JSON(["state": "signedOut", "ended": ended?.json])
    case .awaitingChallenge(let pending): JSON(pending.members.merging(["state": "awaitingChallenge"]) { $1 })
    case .unavailable(let code): ["state": "unavailable", "code": .string(code.rawValue)]
    case .signedIn(let user):
      ["state": "signedIn", "username": .string(user.username), "userId": .string(user.userId)]
    case .guest(let id): ["state": "guest", "identityId": .string(id)]
    case .federated(let id): ["state": "federated", "identityId": .string(id)]
    }
  }
}

extension AuthSessionEnd {
  fileprivate var json: JSON { ["reason": .string("\(reason)"), "username": .string(username)] }
}

extension Arguments {
  fileprivate func login() throws -> AuthLoginProvider {
    let json = try member("provider").required()
    switch json {
    case "amazon": return .amazon
    case "apple": return .apple
    case "developer": return .developer
    case "facebook": return .facebook
    case "google": return .google
    case "twitter": return .twitter
    default:
      let members = try json.members(required: [], optional: ["oidc", "saml", "other"])
      if let issuer = members["oidc"] { return .oidc(try issuer.string()) }
      if let arn = members["saml"] { return .saml(try arn.string()) }
      return .custom(try members["other"].string())
    }
  }
}
