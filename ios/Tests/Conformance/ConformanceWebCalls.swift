import CognitoAuthTesting

@testable import CognitoAuth

extension Auth {
  /// Makes a call of the corpus about web pages. Returns its result in the corpus's form; `nil` for any other call.
  func performOnWeb(_ call: String, _ arguments: Arguments, _ browser: any WebBrowser) async throws -> JSON? {
    switch call {
    case "signInWithWebUI":
      return try await signInWithWebUI(
        for: arguments.provider(), browser: browser, options: arguments.webUIOptions()
      ).json
    case "handleRedirect":
      return try await handleRedirect(arguments.member("url").address()).json
    case "signOutWithWebUI":
      let options = AuthSignOutRequest.Options(
        globalSignOut: arguments.flag("globalSignOut"), redirectURI: try arguments.optionalText("redirectUri"),
        waitsForBrowser: true)
      return await signOut(browser: browser, options: options).json
    default:
      return nil
    }
  }
}

extension AuthRedirectResult {
  fileprivate var json: JSON {
    switch self {
    case .notARedirect: return ["outcome": "notARedirect"]
    case .ignored: return ["outcome": "ignored"]
    case .delivered: return ["outcome": "delivered"]
    case .signedIn(let result):
      guard case .object(var members) = result.json else { return result.json }
      members["outcome"] = "signedIn"
      return .object(members)
    }
  }
}

extension Arguments {
  fileprivate func provider() throws -> AuthProvider? {
    switch member("provider") {
    case nil: nil
    case "amazon": .amazon
    case "apple": .apple
    case "facebook": .facebook
    case "google": .google
    case let json?: .custom(try json.members(required: ["named"])["named"].string())
    }
  }

  fileprivate func webUIOptions() throws -> AuthWebUISignInRequest.Options {
    AuthWebUISignInRequest.Options(
      idpIdentifier: try optionalText("idpIdentifier"), scopes: try elements("scopes").map { try $0.string() },
      language: try optionalText("language"), loginHint: try optionalText("loginHint"),
      prompt: try elements("prompt").map { try AuthWebUIPrompt(named: $0.string()) },
      nonce: try optionalText("nonce"), resource: try optionalText("resource"),
      prefersPrivateSession: flag("prefersPrivateSession"), redirectURI: try optionalText("redirectUri"),
      identityExpectation: try expectation(), waitsForBrowser: true)
  }

  private func expectation() throws -> AuthIdentityExpectation {
    guard let json = member("identityExpectation") else { return .anyone }
    let members = try json.members(required: [], optional: ["user", "otherThan"])
    if let user = members["user"] {
      return .user(try user.string())
    }
    return .otherThan(try members["otherThan"].elements().map { try $0.string() })
  }
}
