#if canImport(Security)
  import Foundation
  import Security

  extension KeychainStore {
    /// A store in the system's Keychain.
    ///
    /// - Parameters:
    ///   - service: The service of the entries (`kSecAttrService`).
    ///   - accessGroup: The Keychain access group, if an extension or another app of yours shares the session.
    ///   - afterReinstall: What happens to a session when the app is deleted and installed again.
    ///   - sharedDefaults: The app group whose `UserDefaults` contain the marks of the installation. A store with an
    ///     access group and ``ReinstallPolicy/removeSession`` needs an app group. Without one every call fails with
    ///     ``StoreError/misconfigured``, because the other apps can't see the marks.
    public convenience init(
      service: String = KeychainStore.defaultService,
      accessGroup: String? = nil,
      afterReinstall: ReinstallPolicy = .keepSession,
      sharedDefaults: String? = nil
    ) {
      self.init(
        items: Keychain(), service: service, accessGroup: accessGroup, afterReinstall: afterReinstall,
        mark: UserDefaultsMark(suiteName: sharedDefaults))
    }
  }

  extension KeychainLeases {
    /// Leases beside the entries of a ``KeychainStore``.
    ///
    /// - Parameters:
    ///   - service: The service of the store's entries.
    ///   - accessGroup: The access group of the store.
    public convenience init(service: String = KeychainStore.defaultService, accessGroup: String? = nil) {
      self.init(items: Keychain(), service: service, accessGroup: accessGroup, process: singleProcess())
    }
  }

  /// The name of this process, if the system runs only one process of that name: an app on iOS. Several instances of an
  /// extension can run at the same time, and so can those of an app on a Mac.
  private func singleProcess() -> String? {
    #if os(iOS)
      Bundle.main.bundlePath.hasSuffix(".appex") ? nil : Bundle.main.bundleIdentifier
    #else
      nil
    #endif
  }

  /// The system's Keychain.
  private struct Keychain: KeychainItems {
    let identity = "keychain"

    func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
      var query = query(KeychainItem(service: service, account: "", accessGroup: accessGroup))
      query[kSecAttrAccount] = nil
      query[kSecReturnAttributes] = true
      query[kSecMatchLimit] = kSecMatchLimitAll
      var found: CFTypeRef?
      let status = SecItemCopyMatching(query as CFDictionary, &found)
      let items = found as? [[String: Any]] ?? []
      return (KeychainStatus(rawValue: status), items.compactMap { $0[kSecAttrAccount as String] as? String })
    }

    func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
      var query = query(item)
      query[kSecReturnData] = true
      query[kSecMatchLimit] = kSecMatchLimitOne
      var found: CFTypeRef?
      let status = SecItemCopyMatching(query as CFDictionary, &found)
      return (KeychainStatus(rawValue: status), found as? Data)
    }

    func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
      KeychainStatus(rawValue: SecItemUpdate(query(item) as CFDictionary, content(data) as CFDictionary))
    }

    func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
      let attributes = query(item).merging(content(data)) { $1 }
      return KeychainStatus(rawValue: SecItemAdd(attributes as CFDictionary, nil))
    }

    func delete(_ item: KeychainItem) -> KeychainStatus {
      KeychainStatus(rawValue: SecItemDelete(query(item) as CFDictionary))
    }

    private func query(_ item: KeychainItem) -> [CFString: Any] {
      var query: [CFString: Any] = [
        kSecClass: kSecClassGenericPassword,
        kSecAttrService: item.service,
        kSecAttrAccount: item.account,
        kSecAttrSynchronizable: false,
        kSecUseDataProtectionKeychain: true,
      ]
      query[kSecAttrAccessGroup] = item.accessGroup
      return query
    }

    private func content(_ data: Data) -> [CFString: Any] {
      [kSecValueData: data, kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly]
    }
  }
#endif
