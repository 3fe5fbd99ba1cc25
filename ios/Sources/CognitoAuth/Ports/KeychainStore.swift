import Foundation

/// What happens to a session when the app is deleted and installed again. Deleting the app does not delete its Keychain
/// entries.
public enum ReinstallPolicy: Equatable, Sendable {
  /// The user is still signed in. When the app is deleted, the tokens stay in the Keychain; only a sign-out removes
  /// them.
  case keepSession
  /// The first load of the session after the reinstall removes the session. That load also removes every other entry
  /// that an earlier installation stored in the same service and access group, for any account. To recognize such
  /// entries, the store makes a mark in `UserDefaults` for each entry that this installation stores; the system deletes
  /// the marks with the app. The store makes marks under either policy, so an update of the app may change the policy.
  case removeSession
}

/// Keeps sessions in the data-protection keychain. An entry is readable after the device's first unlock. It stays on
/// this device, and is never synchronized. The store updates an entry in place, so the entry is never missing during a
/// change.
public final class KeychainStore: SecureStore {
  /// The service of the entries unless another is given.
  public static let defaultService = "dev.cognitoauth"

  private let items: any KeychainItems
  private let service: String
  private let accessGroup: String?
  private let afterReinstall: ReinstallPolicy
  private let mark: any InstallationMark

  init(
    items: any KeychainItems, service: String, accessGroup: String?, afterReinstall: ReinstallPolicy,
    mark: any InstallationMark
  ) {
    self.items = items
    self.service = service
    self.accessGroup = accessGroup
    self.afterReinstall = afterReinstall
    self.mark = mark
  }

  public var identity: String? {
    "\(items.identity) \(accessGroup ?? "") \(service)"
  }

  public func load(key: String) throws -> Data? {
    try checkMarks()
    let (status, data) = items.copy(item(key))
    switch status {
    case .success:
      guard let data else { throw StoreError.corrupt }
      return try isLeftover(key) ? nil : data
    case .itemNotFound:
      return nil
    default:
      throw StoreError(status)
    }
  }

  public func save(key: String, value: Data) throws {
    try checkMarks()
    var status = items.update(item(key), data: value)
    if status == .itemNotFound {
      // The mark is made before the entry is added. Otherwise an extension could load the new entry before the entry
      // has its mark. The extension would take the entry for one of an earlier installation.
      mark.put(on: item(key))
      status = items.add(item(key), data: value)
    }
    if status == .duplicateItem {
      // Another process added the entry between the two calls.
      status = items.update(item(key), data: value)
    }
    guard status == .success else { throw StoreError(status) }
    mark.put(on: item(key))
  }

  public func delete(key: String) throws {
    try checkMarks()
    let status = items.delete(item(key))
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
  }

  /// The apps of an access group share entries. With ``ReinstallPolicy/removeSession`` and without shared marks, one
  /// app would remove a session that another app uses. So a store with this policy and an access group refuses every
  /// call if its marks are not shared.
  private func checkMarks() throws {
    if afterReinstall == .removeSession && accessGroup != nil && !mark.isShared {
      throw StoreError.misconfigured
    }
  }

  private func item(_ key: String) -> KeychainItem {
    KeychainItem(service: service, account: key, accessGroup: accessGroup)
  }

  /// Removes the entry if an earlier installation wrote it, and returns whether it was removed. Call this only after a
  /// successful read of the Keychain. Before the device's first unlock, neither the Keychain nor the mark can be read.
  /// A read of the Keychain then fails, but the mark only seems to be missing.
  private func isLeftover(_ key: String) throws -> Bool {
    guard afterReinstall == .removeSession, !mark.isOn(item(key)) else { return false }
    try removeOtherLeftovers(than: key)
    try delete(key: key)
    return true
  }

  /// Removes the other entries that an earlier installation wrote. Maybe no call would ever load these entries, because
  /// this installation does not know the earlier installation's account names. The caller removes the entry `key` last:
  /// if this function fails, the next load finds that entry and tries again.
  private func removeOtherLeftovers(than key: String) throws {
    let (status, keys) = items.accounts(service: service, accessGroup: accessGroup)
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    for other in keys where other != key && !mark.isOn(item(other)) {
      try delete(key: other)
    }
  }
}
