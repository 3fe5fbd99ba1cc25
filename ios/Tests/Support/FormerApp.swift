import Foundation

@testable import CognitoAuth

/// An app as it was with its former library: a Keychain with that library's items.
final class FormerApp: HostApp {
  static let accessGroup = "TEAM.shared"

  let keychain = FakeKeychain()
  let bundleIdentifier: String? = "com.example.app"
  private let defaults = Protected<[String: String]>([:])

  func userDefault(_ key: String) -> String? { defaults.withLock { $0[key] } }

  func library(defersRefresh: Bool = false) -> FormerLibrary {
    FormerLibrary(keychain: FormerKeychainItems(items: keychain), app: self, defersRefresh: defersRefresh)
  }

  func put(_ value: Data, _ service: String, _ account: String, accessGroup: String? = nil) {
    let group = accessGroup ?? FakeKeychain.ownGroup
    keychain.entries[KeychainItem(service: service, account: account, accessGroup: group)] = value
  }

  func put(_ value: String, _ service: String, _ account: String) {
    put(Data(value.utf8), service, account)
  }
}

// MARK: Amplify for Swift

extension FormerApp {
  static let amplifyService = "com.amplify.awsCognitoAuthPlugin"

  /// Writes a session as Amplify for Swift 2.57 does. With an access group, Amplify uses another service name, and
  /// stores the group's name in the user defaults.
  func writeAmplifySession(_ session: Data, of pool: UserPoolConfiguration, accessGroup: String? = nil) throws {
    let service = Self.amplifyService + (accessGroup == nil ? "" : "Shared")
    if let accessGroup {
      defaults.withLock { $0["amplify_secure_storage_scopes.awsCognitoAuthPlugin.accessGroup"] = accessGroup }
    }
    let configuration = ["userPools": ["poolId": pool.poolId, "clientId": pool.clientId, "region": pool.region]]
    put(try JSONEncoder().encode(configuration), service, "authConfiguration", accessGroup: accessGroup)
    put(session, service, "amplify.\(pool.poolId).session", accessGroup: accessGroup)
  }

  static func amplifySession(_ session: AuthSession, of user: AuthUser) throws -> Data {
    guard let tokens = session.tokens else { throw AuthError.notSignedIn }
    let data: [String: Any] = [
      "userId": user.userId,
      "username": user.username,
      "inputUsername": user.username,
      "signedInDate": tokens.expiresAt.timeIntervalSinceReferenceDate - 3600,
      "signInMethod": ["apiBased": ["_0": ["type": "USER_SRP_AUTH"]]],
      "deviceMetadata": ["noData": [String: String]()],
      "isRefreshTokenExpired": false,
      "cognitoUserPoolTokens": [
        "idToken": tokens.idToken, "accessToken": tokens.accessToken, "refreshToken": tokens.refreshToken,
        "expiration": tokens.expiresAt.timeIntervalSinceReferenceDate,
      ],
    ]
    return try JSONSerialization.data(withJSONObject: ["userPoolOnly": ["signedInData": data]])
  }
}

// MARK: AWSMobileClient

extension FormerApp {
  /// Writes a session as AWSMobileClient does: each value is an item of its own.
  func writeMobileClientSession(_ tokens: UserPoolTokens, of user: AuthUser, _ pool: UserPoolConfiguration) {
    let service = "com.example.app.AWSCognitoIdentityUserPool"
    put(user.username, service, "\(pool.clientId).currentUser")
    let values = [
      "idToken": tokens.idToken, "accessToken": tokens.accessToken, "refreshToken": tokens.refreshToken,
      "tokenExpiration": ISO8601DateFormatter().string(from: tokens.expiresAt),
    ]
    for (kind, value) in values {
      put(value, service, "\(pool.clientId).\(user.username).\(kind)")
    }
    put("userPools", "Optional(\"com.example.app\").AWSMobileClient", "federationProvider")
  }
}
