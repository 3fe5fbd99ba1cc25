import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

// Results of the account's calls in the corpus's form. That form leaves out absent values.

extension AuthResetPasswordResult {
  var json: JSON {
    var members: [String: JSON?] = ["isPasswordReset": .bool(isPasswordReset)]
    switch nextStep {
    case .confirmResetPasswordWithCode(let details, let info):
      members["nextStep"] = "confirmResetPasswordWithCode"
      members["deliveryDetails"] = details.json
      members["additionalInfo"] = info?.json
    case .done: members["nextStep"] = "done"
    }
    return JSON(members)
  }
}

extension AuthUserAttribute {
  var json: JSON { ["name": .string(key.name), "value": .string(value)] }
}

extension AuthUpdateAttributeResult {
  func json(of key: AuthUserAttributeKey) -> JSON {
    var members: [String: JSON?] = ["attributeKey": .string(key.name), "isUpdated": .bool(isUpdated)]
    switch nextStep {
    case .confirmAttributeWithCode(let details, let info):
      members["nextStep"] = "confirmAttributeWithCode"
      members["deliveryDetails"] = details.json
      members["additionalInfo"] = info?.json
    case .done: members["nextStep"] = "done"
    }
    return JSON(members)
  }
}

extension UserMFAPreference {
  var json: JSON {
    JSON(["enabled": .names(of: enabled), "preferred": preferred.map { .string("\($0)") }])
  }
}

extension UserAuthFactors {
  var json: JSON {
    JSON([
      "username": .string(username), "firstFactors": .names(of: firstFactors),
      "enabledMFATypes": .names(of: enabledMFATypes), "preferredMFAType": preferredMFAType.map { .string("\($0)") },
    ])
  }
}

extension AuthDevice {
  var json: JSON {
    JSON([
      "id": .string(id), "name": name.map(JSON.string), "attributes": attributes.isEmpty ? nil : attributes.json,
      "createdAtMilliseconds": .time(createdDate),
      "lastAuthenticatedAtMilliseconds": .time(lastAuthenticatedDate),
      "lastModifiedAtMilliseconds": .time(lastModifiedDate),
    ])
  }
}

extension AuthListWebAuthnCredentialsResult {
  var json: JSON {
    JSON(["credentials": .array(credentials.map(\.json)), "nextToken": nextToken.map(JSON.string)])
  }
}

extension AuthWebAuthnCredential {
  fileprivate var json: JSON {
    JSON([
      "credentialId": .string(credentialId), "friendlyName": .string(friendlyName),
      "relyingPartyId": .string(relyingPartyId),
      "authenticatorAttachment": authenticatorAttachment.map(JSON.string),
      "authenticatorTransports": .array(authenticatorTransports.map(JSON.string)),
      "createdAtMilliseconds": .time(createdAt),
    ])
  }
}

extension JSON {
  /// The names of enum cases that have no payload. The corpus uses the same names.
  static func names<Name>(of cases: [Name]) -> JSON { .array(cases.map { .string("\($0)") }) }

  /// The names of a set's cases, sorted.
  static func names<Name>(of cases: Set<Name>) -> JSON { .array(cases.map { "\($0)" }.sorted().map(JSON.string)) }

  /// This result, with the elements of its sets in a fixed order.
  var sortingSets: JSON {
    guard case .object(var members) = self else { return self }
    for name in ["allowedMFATypes", "availableFactors", "enabled"] {
      guard let names = members[name]?.list else { continue }
      members[name] = .array(names.sorted { ($0.text ?? "") < ($1.text ?? "") })
    }
    return .object(members)
  }

  /// A time, in milliseconds since 1970.
  static func time(_ date: Date?) -> JSON? {
    date.map { .number(Int(($0.timeIntervalSince1970 * 1000).rounded())) }
  }
}
