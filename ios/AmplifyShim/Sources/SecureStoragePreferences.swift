import CognitoAuth

/// Which Keychain items keep the session.
public struct AWSCognitoSecureStoragePreferences: Sendable {
  /// The group of apps and extensions that share the session; `nil` if only this app uses the session.
  public let accessGroup: AccessGroup?

  /// The preferences.
  public init(accessGroup: AccessGroup? = nil) {
    self.accessGroup = accessGroup
  }
}

/// A group of apps and extensions that share Keychain items.
public struct AccessGroup: Sendable {
  /// The group's name; `nil` if the app shares no items.
  public let name: String?

  /// A group.
  ///
  /// - Parameters:
  ///   - name: The group's name, as in the app's entitlements.
  ///   - migrateKeychainItemsOfUserSession: Has no effect. The library finds Amplify's session in the group that
  ///     Amplify used last, or in the app's own items.
  public init(name: String, migrateKeychainItemsOfUserSession: Bool = false) {
    self.name = name
  }

  private init() {
    name = nil
  }

  /// No group: the app shares no items.
  public static let none = AccessGroup()
}

#if canImport(Security)
  extension AWSCognitoAuthPlugin {
    /// A plugin whose client keeps the session in the Keychain, and takes over the session that Amplify has stored
    /// (``FormerLibrary``). With an access group, the apps and extensions of the group share the session, and take
    /// turns to refresh.
    public convenience init(
      secureStoragePreferences: AWSCognitoSecureStoragePreferences = AWSCognitoSecureStoragePreferences()
    ) {
      let group = secureStoragePreferences.accessGroup?.name
      self.init { configuration in
        guard let group else { return try Auth(configuration: configuration, movingFrom: .amplify()) }
        return try Auth(
          configuration: configuration, store: KeychainStore(accessGroup: group),
          leases: KeychainLeases(accessGroup: group), movingFrom: .amplify())
      }
    }
  }
#endif
