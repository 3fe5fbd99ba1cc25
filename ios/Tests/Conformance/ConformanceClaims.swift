import CognitoAuthTesting
import Foundation

@testable import CognitoAuth

extension UserPoolClaims {
  var json: JSON { ["idToken": idToken.json, "accessToken": accessToken.json] }
}

extension TokenClaims {
  fileprivate var json: JSON {
    JSON([
      "userId": userId.map(JSON.string), "username": username.map(JSON.string), "groups": .texts(groups),
      "email": email.map(JSON.string), "isEmailVerified": isEmailVerified.map(JSON.bool),
      "phoneNumber": phoneNumber.map(JSON.string), "isPhoneNumberVerified": isPhoneNumberVerified.map(JSON.bool),
      "customAttributes": customAttributes.isEmpty ? nil : customAttributes.json, "scopes": .texts(scopes),
      "issuedAtMilliseconds": .time(issuedAt), "expiresAtMilliseconds": .time(expiresAt),
      "claimsJson": claimsJSON.isEmpty ? nil : .string(claimsJSON),
    ])
  }
}

extension JSON {
  /// Texts; `nil` if there are none.
  fileprivate static func texts(_ texts: [String]) -> JSON? {
    texts.isEmpty ? nil : .array(texts.map(JSON.string))
  }
}
