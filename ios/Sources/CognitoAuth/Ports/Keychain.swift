#if canImport(Security)
  import Foundation
  import Security

  #if os(tvOS) || os(watchOS)
    /// Here an app can't make the system ask the user before an item is read.
    private typealias PromptContext = NSObject
  #else
    import LocalAuthentication

    private typealias PromptContext = LAContext
  #endif

  extension KeychainStore {
    #if os(tvOS) || os(watchOS)
      /// A store in the system's Keychain.
      ///
      /// - Parameters:
      ///   - service: The service of the entries (`kSecAttrService`).
      ///   - accessGroup: The Keychain access group, if an extension or another app of yours shares the session. Without
      ///     one, the entries stay in the group that is the app's first one when the app first uses a store. That is the
      ///     first group of the capability *Keychain Sharing*, or else a group that only this app has.
      ///   - afterReinstall: What happens to a session when the app is deleted and installed again.
      ///   - appGroup: The app group whose container has the marks by which the store recognizes entries of an earlier
      ///     installation. A store with an access group and ``ReinstallPolicy/removeSession`` needs an app group. Without
      ///     one, every call fails with ``StoreError/misconfigured``, because the other apps can't see the marks.
      public convenience init(
        service: String = KeychainStore.defaultService,
        accessGroup: String? = nil,
        afterReinstall: ReinstallPolicy = .keepSession,
        appGroup: String? = nil
      ) {
        self.init(
          items: Keychain(userPresence: nil), service: service, accessGroup: accessGroup,
          afterReinstall: afterReinstall, mark: platformMark(appGroup: appGroup))
      }
    #else
      /// A store in the system's Keychain.
      ///
      /// - Parameters:
      ///   - service: The service of the entries (`kSecAttrService`).
      ///   - accessGroup: The Keychain access group, if an extension or another app of yours shares the session. Without
      ///     one, the entries stay in the group that is the app's first one when the app first uses a store. That is the
      ///     first group of the capability *Keychain Sharing*, or else a group that only this app has.
      ///   - afterReinstall: What happens to a session when the app is deleted and installed again.
      ///   - appGroup: The app group whose container has the marks by which the store recognizes entries of an earlier
      ///     installation. A store with an access group and ``ReinstallPolicy/removeSession`` needs an app group. Without
      ///     one, every call fails with ``StoreError/misconfigured``, because the other apps can't see the marks.
      ///   - userPresence: Makes the system ask for the user's face, finger or passcode before the session is read or
      ///     changed. An entry that was written without this option becomes protected when it is next written, such as
      ///     at a refresh. tvOS and watchOS have no such prompt, and no such parameter.
      public convenience init(
        service: String = KeychainStore.defaultService,
        accessGroup: String? = nil,
        afterReinstall: ReinstallPolicy = .keepSession,
        appGroup: String? = nil,
        userPresence: UserPresence? = nil
      ) {
        let keychain = Keychain(userPresence: userPresence.map { UserPresencePeriod($0) })
        self.init(
          items: keychain, service: service, accessGroup: accessGroup, afterReinstall: afterReinstall,
          mark: platformMark(appGroup: appGroup))
      }
    #endif
  }

  extension KeychainLeases {
    /// Leases beside the entries of a ``KeychainStore``.
    ///
    /// - Parameters:
    ///   - service: The service of the store's entries.
    ///   - accessGroup: The access group of the store; `nil` if the store has none.
    public convenience init(service: String = KeychainStore.defaultService, accessGroup: String? = nil) {
      self.init(
        items: Keychain(userPresence: nil), service: service, accessGroup: accessGroup, process: singleProcess())
    }
  }

  extension FormerLibrary {
    /// Amplify for Swift, AWSMobileClient or Amplify version 1, with its items in the system's Keychain.
    ///
    /// - Parameter defersRefresh: With `true`, the library never refreshes a session that it has taken over: a call
    ///   that needs new tokens fails with the code ``AuthErrorCode/refreshDeferred``. Use this in the first stage of a
    ///   roll-out. The former library can still use a session that was never refreshed, even if the user pool rotates
    ///   refresh tokens.
    public static func amplify(defersRefresh: Bool = false) -> FormerLibrary {
      FormerLibrary(
        keychain: FormerKeychainItems(items: Keychain(userPresence: nil)), app: RunningApp(),
        defersRefresh: defersRefresh)
    }
  }

  /// The name of this process, if the system runs only one process of that name at a time.
  private func singleProcess() -> String? {
    #if os(macOS)
      nil
    #else
      singleProcess(
        bundlePath: Bundle.main.bundlePath, bundleIdentifier: Bundle.main.bundleIdentifier,
        isOnMac: ProcessInfo.processInfo.isMacCatalystApp)
    #endif
  }

  #if !os(tvOS) && !os(watchOS)
    extension UserPresencePeriod where Context == PromptContext {
      /// Makes a period with the system's contexts. In each context, the system asks the user only once.
      fileprivate convenience init(_ userPresence: UserPresence) {
        self.init(validity: userPresence.validity, now: secondsSinceStart) {
          let context = LAContext()
          context.localizedReason = userPresence.reason
          // If the user has just unlocked the device, the system does not ask again.
          context.touchIDAuthenticationAllowableReuseDuration = min(
            userPresence.validity, LATouchIDAuthenticationMaximumAllowableReuseDuration)
          return context
        } canAsk: {
          LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil)
        }
      }
    }
  #endif

  /// The device's time since its start, in seconds. On Apple's systems this clock goes on while the device sleeps.
  @Sendable private func secondsSinceStart() -> TimeInterval {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
  }

  /// The system's Keychain.
  private struct Keychain: KeychainItems {
    let identity = "keychain"
    /// The period in which the user need not show again that they are present; `nil` if the system never asks the user.
    let userPresence: UserPresencePeriod<PromptContext>?

    func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
      var query = query(KeychainItem(service: service, account: "", accessGroup: accessGroup))
      query[kSecAttrAccount] = nil
      query[kSecReturnAttributes] = true
      query[kSecMatchLimit] = kSecMatchLimitAll
      var found: CFTypeRef?
      let status = SecItemCopyMatching(query as CFDictionary, &found)
      let items = (found as? [[String: Any]] ?? []).compactMap { attributes -> KeychainItem? in
        guard let account = attributes[kSecAttrAccount as String] as? String else { return nil }
        let group = attributes[kSecAttrAccessGroup as String] as? String
        return KeychainItem(service: service, account: account, accessGroup: group)
      }
      return (KeychainStatus(rawValue: status), items)
    }

    func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
      var query = query(item)
      query[kSecReturnData] = true
      query[kSecMatchLimit] = kSecMatchLimitOne
      var found: CFTypeRef?
      let status = asking(query) { SecItemCopyMatching($0, &found) }
      return (status, found as? Data)
    }

    func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
      guard let content = content(data) else { return .invalidParameter }
      return asking(query(item)) { SecItemUpdate($0, content as CFDictionary) }
    }

    func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
      guard let content = content(data) else { return .invalidParameter }
      let attributes = query(item).merging(content) { $1 }
      let status = KeychainStatus(rawValue: SecItemAdd(attributes as CFDictionary, nil))
      return userPresence?.explained(status) ?? status
    }

    func delete(_ item: KeychainItem) -> KeychainStatus {
      KeychainStatus(rawValue: SecItemDelete(query(item) as CFDictionary))
    }

    /// Makes a call for which the system may ask the user to show that they are present. The system does not ask when
    /// an item is added or deleted.
    private func asking(_ query: [CFString: Any], _ call: (CFDictionary) -> OSStatus) -> KeychainStatus {
      guard let userPresence else { return KeychainStatus(rawValue: call(query as CFDictionary)) }
      return userPresence.run { context in
        let asked = query.merging([kSecUseAuthenticationContext: context]) { $1 }
        return KeychainStatus(rawValue: call(asked as CFDictionary))
      }
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

    private func content(_ data: Data) -> [CFString: Any]? {
      let accessible = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
      guard userPresence != nil else { return [kSecValueData: data, kSecAttrAccessible: accessible] }
      // `.biometryCurrentSet` would sign the user out: after a face or finger is added or removed, the Keychain would
      // report the entry as absent.
      guard let control = SecAccessControlCreateWithFlags(nil, accessible, .userPresence, nil) else { return nil }
      return [kSecValueData: data, kSecAttrAccessControl: control]
    }
  }
#endif
