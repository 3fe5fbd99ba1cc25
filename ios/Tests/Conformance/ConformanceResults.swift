import CognitoAuthTesting

@testable import CognitoAuth

// Results in the corpus's form. That form leaves out absent values.

extension JSON {
  init(_ members: [String: JSON?]) {
    self = .object(members.compactMapValues { $0 })
  }
}

extension AuthSignUpResult {
  var json: JSON {
    var members: [String: JSON?] = [
      "isSignUpComplete": .bool(isSignUpComplete), "userId": userId.map(JSON.string),
    ]
    switch nextStep {
    case .confirmUser(let deliveryDetails, let info, _):
      members["nextStep"] = "confirmUser"
      members["deliveryDetails"] = deliveryDetails?.json
      members["additionalInfo"] = info?.json
    case .completeAutoSignIn(let session):
      members["nextStep"] = "completeAutoSignIn"
      members["session"] = .string(session)
    case .done: members["nextStep"] = "done"
    }
    return JSON(members)
  }
}

extension AuthSignInResult {
  var json: JSON {
    JSON(members.merging(["isSignedIn": .bool(isSignedIn)]) { $1 })
  }

  /// The next step with its members.
  fileprivate var members: [String: JSON?] {
    var members: [String: JSON?] = ["nextStep": .string(nextStep.name)]
    switch nextStep {
    case .confirmSignInWithSMSMFACode(let details, let info):
      members["deliveryDetails"] = details.json
      members["additionalInfo"] = info?.json
    case .confirmSignInWithOTP(let details):
      members["deliveryDetails"] = details.json
    case .confirmSignInWithNewPassword(let info):
      members["requiredAttributes"] = .array(requiredAttributes.map { .string($0.name) })
      members["additionalInfo"] = info?.json
    case .continueSignInWithTOTPSetup(let details):
      members["sharedSecret"] = .string(details.sharedSecret)
      members["username"] = .string(details.username)
    case .continueSignInWithMFASelection(let types), .continueSignInWithMFASetupSelection(let types):
      members["allowedMFATypes"] = .names(of: types)
    case .continueSignInWithFirstFactorSelection(let factors):
      members["availableFactors"] = .names(of: factors)
    case .confirmSignInWithCustomChallenge(let info), .resetPassword(let info), .confirmSignUp(let info):
      members["additionalInfo"] = info?.json
    // The other steps have no members.
    default: break
    }
    return members
  }
}

extension AuthPendingSignIn {
  var json: JSON { JSON(members) }

  var members: [String: JSON?] {
    let result = AuthSignInResult(nextStep: nextStep, requiredAttributes: requiredAttributes)
    return result.members.merging(["username": .string(username)]) { $1 }
  }
}

extension AuthSignInStep {
  /// The case's name. The corpus has the same name.
  fileprivate var name: String { String("\(self)".prefix { $0 != "(" }) }
}

extension AuthSignOutResult {
  var json: JSON {
    switch self {
    case .complete:
      ["signOut": "complete"]
    case .partial(let revokeTokenError, let globalSignOutError, let hostedUIError):
      JSON([
        "signOut": "partial", "revokeTokenError": revokeTokenError?.json,
        "globalSignOutError": globalSignOutError?.json, "hostedUIError": hostedUIError?.json,
      ])
    case .failed(let error):
      ["signOut": "failed", "error": error.json]
    }
  }
}

extension AuthSession {
  var json: JSON {
    JSON([
      "isSignedIn": .bool(isSignedIn), "userSub": userSub.map(JSON.string),
      "tokens": tokens.map { tokens in
        [
          "idToken": .string(tokens.idToken), "accessToken": .string(tokens.accessToken),
          "refreshToken": .string(tokens.refreshToken),
          "expiresAtMilliseconds": .time(tokens.expiresAt) ?? .null, "claims": tokens.claims.json,
        ]
      },
      "userPoolError": userPoolError?.json, "identity": identityJSON,
    ])
  }

  /// The error that says why a session that is signed in has no tokens.
  private var userPoolError: AuthError? {
    if case .failure(let error) = userPoolTokens, isSignedIn { error } else { nil }
  }
}

extension AuthCodeDeliveryDetails {
  var json: JSON {
    let medium: String =
      switch medium {
      case .email: "email"
      case .sms: "sms"
      case .unknown(let word): word
      }
    return JSON([
      "medium": .string(medium), "destination": .string(destination),
      "attributeKey": attributeKey.map { .string($0.name) },
    ])
  }
}

extension AdditionalInfo {
  var json: JSON { .object(mapValues(JSON.string)) }
}

extension AuthError {
  var json: JSON {
    JSON([
      "kind": .string("\(kind)"), "code": .string(code.name), "field": field.map(JSON.string),
      "requestId": requestId.map(JSON.string), "reason": reason.map { .string($0.name) },
      "serviceMessage": serviceMessage.map(JSON.string), "refreshFailure": refreshFailure?.json,
    ])
  }
}

extension AuthError.RefreshFailure {
  fileprivate var json: JSON {
    switch self {
    case .configuration: .string("configuration")
    case .trigger: .string("trigger")
    case .transient(let retryAfter):
      JSON(["transient": JSON(["retryAfterMilliseconds": retryAfter.map { .number(Int($0 * 1000)) }])])
    }
  }
}
