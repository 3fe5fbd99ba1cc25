import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

extension AuthConfiguration {
  /// The configuration of a case's instance.
  init(ofCase json: JSON) throws {
    let identityPool = try json["identityPool"].map(IdentityPoolConfiguration.init(ofCase:))
    if let identityPool, json["userPoolId"] == nil {
      let members = try json.members(required: ["identityPool"], optional: ["endpoint"])
      self.init(identityPool: identityPool, endpoint: members["endpoint"]?.text)
      return
    }
    let members = try json.members(
      required: ["region", "userPoolId", "clientId"],
      optional: ["clientSecret", "endpoint", "defaultFlow", "deviceName", "oauth", "identityPool"])
    self.init(
      userPool: UserPoolConfiguration(
        region: try members["region"].string(), poolId: try members["userPoolId"].string(),
        clientId: try members["clientId"].string(), clientSecret: members["clientSecret"]?.text,
        endpoint: members["endpoint"]?.text),
      oauth: try members["oauth"].map(OAuthConfiguration.init(ofCase:)),
      identityPool: identityPool,
      defaultFlow: try AuthFlowType(named: members["defaultFlow"]?.text) ?? .userSRP,
      deviceName: members["deviceName"]?.text)
  }

  /// The configuration that a file contains. The arguments have the file's content.
  init(reading arguments: Arguments) throws {
    let content =
      try arguments.member("file").map { try JSONEncoder().encode($0) } ?? Data(arguments.text("text").utf8)
    try self.init(json: content, entry: arguments.optionalText("entry"))
  }

  /// This configuration in the corpus's form.
  var json: JSON {
    let settings = poolSettings.json
    let filledSettings: JSON? = settings == [:] ? nil : settings
    // If there is no user pool, the region and the ids are empty. The form then leaves them out.
    return JSON([
      "region": .filled(userPool.region), "userPoolId": .filled(userPool.poolId),
      "clientId": .filled(userPool.clientId), "clientSecret": userPool.clientSecret.map(JSON.string),
      "endpoint": userPool.endpoint.map(JSON.string), "defaultFlow": .string(defaultFlow.name),
      "oauth": oauth?.json, "identityPool": identityPool?.json, "poolSettings": filledSettings,
      "ignoredFields": .filled(ignoredFields),
    ])
  }
}

extension AuthFlowType {
  fileprivate var name: String {
    switch self {
    case .userSRP: "userSrp"
    case .userPassword: "userPassword"
    case .customWithSRP: "customWithSrp"
    case .customWithoutSRP: "customWithoutSrp"
    case .userAuth: "userAuth"
    }
  }
}

extension OAuthConfiguration {
  fileprivate init(ofCase json: JSON) throws {
    let members = try json.members(required: ["domain", "scopes", "signInRedirectUris", "signOutRedirectUris"])
    let texts = { (name: String) in try members[name].elements().map { try $0.string() } }
    self.init(
      domain: try members["domain"].string(), scopes: try texts("scopes"),
      signInRedirectURIs: try texts("signInRedirectUris"), signOutRedirectURIs: try texts("signOutRedirectUris"))
  }

  fileprivate var json: JSON {
    [
      "domain": .string(domain), "scopes": .texts(scopes), "signInRedirectUris": .texts(signInRedirectURIs),
      "signOutRedirectUris": .texts(signOutRedirectURIs), "identityProviders": .texts(identityProviders),
    ]
  }
}

extension IdentityPoolConfiguration {
  fileprivate init(ofCase json: JSON) throws {
    let members = try json.members(required: ["poolId"], optional: ["allowsGuests"])
    self.init(poolId: try members["poolId"].string())
    if let json = members["allowsGuests"] {
      guard case .bool(let allowsGuests) = json else { throw Mismatch("allowsGuests is not a boolean") }
      self.allowsGuests = allowsGuests
    }
  }

  fileprivate var json: JSON { ["poolId": .string(poolId), "allowsGuests": .bool(allowsGuests)] }
}

extension UserPoolSettings {
  fileprivate var json: JSON {
    JSON([
      "passwordPolicy": passwordPolicy?.json, "mfaConfiguration": mfaConfiguration.map { .string("\($0)") },
      "mfaTypes": .filled(mfaTypes.map { "\($0)" }),
      "usernameAttributes": .filled(usernameAttributes.map { "\($0)" }),
      "requiredSignUpAttributes": .filled(requiredSignUpAttributes.map(\.name)),
      "verificationTypes": .filled(verificationTypes.map(\.name)), "passwordless": passwordless?.json,
      "groups": .filled(groups),
    ])
  }
}

extension PasswordPolicy {
  fileprivate var json: JSON {
    [
      "minLength": .number(minLength), "requiresLowercase": .bool(requiresLowercase),
      "requiresUppercase": .bool(requiresUppercase), "requiresNumbers": .bool(requiresNumbers),
      "requiresSymbols": .bool(requiresSymbols),
    ]
  }
}

extension PasswordlessSettings {
  fileprivate var json: JSON {
    JSON([
      "emailOtpEnabled": .bool(emailOTPEnabled), "smsOtpEnabled": .bool(smsOTPEnabled),
      "webAuthn": webAuthn?.json, "preferredChallenge": preferredChallenge.map { .string("\($0)") },
    ])
  }
}

extension WebAuthnSettings {
  fileprivate var json: JSON {
    JSON([
      "relyingPartyId": relyingPartyId.map(JSON.string),
      "userVerification": userVerification.map { .string("\($0)") },
    ])
  }
}

extension JSON {
  fileprivate static func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

  /// The text, unless it is empty.
  fileprivate static func filled(_ text: String) -> JSON? { text.isEmpty ? nil : .string(text) }

  /// The texts, unless there are none.
  fileprivate static func filled(_ list: [String]) -> JSON? { list.isEmpty ? nil : .texts(list) }
}
