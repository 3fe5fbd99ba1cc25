import Foundation

/// What happens to a session when the app is deleted and installed again. Deleting the app does not delete its Keychain
/// entries.
public enum ReinstallPolicy: Equatable, Sendable {
  /// The user is still signed in. When the app is deleted, the tokens stay in the Keychain; only a sign-out removes
  /// them.
  case keepSession
  /// The first load of the session after the reinstall removes the session. That load also removes every other entry
  /// that an earlier installation stored in the same service and access group, for any account. To recognize such
  /// entries, the store makes a mark for each entry that this installation stores: an empty file, which the system
  /// deletes with the app. While a mark can't be read, a load fails with ``StoreError/locked`` and removes nothing. The
  /// store makes marks under either policy, so an update of the app may change the policy, but not the app group that
  /// has the marks. On tvOS the marks are in `UserDefaults`. On a Mac the system does not delete them with the app, so an
  /// app that is installed again keeps the session.
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
  private let group: AccessGroup
  private let afterReinstall: ReinstallPolicy
  private let mark: any InstallationMark

  init(
    items: any KeychainItems, service: String, accessGroup: String?, afterReinstall: ReinstallPolicy,
    mark: any InstallationMark, app: String = AccessGroup.runningApp
  ) {
    self.items = items
    self.service = service
    self.accessGroup = accessGroup
    group = AccessGroup(accessGroup, in: items, of: app)
    self.afterReinstall = afterReinstall
    self.mark = mark
  }

  public var identity: String? {
    "\(items.identity) \(accessGroup ?? "") \(service)"
  }

  public func load(key: String) throws -> Data? {
    try checkMarks()
    let item = try item(key)
    let (status, data) = items.copy(item)
    switch status {
    case .success:
      guard let data else { throw StoreError.corrupt }
      return try isLeftover(item) ? nil : data
    case .itemNotFound:
      return nil
    default:
      throw StoreError(status)
    }
  }

  public func save(key: String, value: Data) throws {
    try checkMarks()
    let item = try item(key)
    var status = items.update(item, data: value)
    if status == .itemNotFound {
      // The mark is made before the entry is added. Otherwise an extension could load the new entry before the entry
      // has its mark. The extension would take the entry for one of an earlier installation.
      try mark.put(on: item)
      status = items.add(item, data: value)
    }
    if status == .duplicateItem {
      // Another process added the entry between the two calls.
      status = items.update(item, data: value)
    }
    guard status == .success else { throw StoreError(status) }
    try mark.put(on: item)
  }

  public func delete(key: String) throws {
    try checkMarks()
    try delete(item(key))
  }

  private func delete(_ item: KeychainItem) throws {
    let status = items.delete(item)
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

  private func item(_ key: String) throws -> KeychainItem {
    KeychainItem(service: service, account: key, accessGroup: try group.name())
  }

  /// Removes the entry if an earlier installation wrote it, and returns whether it was removed. If a mark can't be read,
  /// this function fails, and removes no entry whose mark it does not know.
  private func isLeftover(_ item: KeychainItem) throws -> Bool {
    guard afterReinstall == .removeSession, try !mark.isOn(item) else { return false }
    try removeOtherLeftovers(than: item)
    try delete(item)
    return true
  }

  /// Removes the other entries that an earlier installation wrote. This installation may never load them, because it
  /// does not know the earlier installation's account names. The caller removes the entry `item` last: if this function
  /// fails, the next load finds that entry and tries again.
  private func removeOtherLeftovers(than item: KeychainItem) throws {
    let (status, found) = items.items(service: service, accessGroup: item.accessGroup)
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    let others = found.filter { $0.account != item.account }.map {
      KeychainItem(service: service, account: $0.account, accessGroup: item.accessGroup)
    }
    for other in try others.filter({ try !mark.isOn($0) }) {
      try delete(other)
    }
  }
}
