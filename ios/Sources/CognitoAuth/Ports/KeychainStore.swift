import Foundation

/// What happens to a session when the app is deleted and installed again. Deleting the app does not delete its Keychain
/// entries.
public enum ReinstallPolicy: Equatable, Sendable {
  /// The user is still signed in: the tokens stay in the Keychain when the app is deleted, until a sign-out.
  case keepSession
  /// The store removes the session when it first loads it, and with it every other entry of its service and access
  /// group that an earlier installation stored, whatever the account. For each entry that this installation stores, a
  /// mark in `UserDefaults` says so; the marks are deleted with the app. The store makes them under either policy, so
  /// an update of the app may change the policy.
  case removeSession
}

/// Keeps sessions in the data-protection keychain: readable after the first unlock, on this device alone, never
/// synchronized. An entry is updated in place, so it is never missing in between.
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
      // The mark comes first. An extension can load the new entry at once, and must not take it for a leftover.
      mark.put(on: item(key))
      status = items.add(item(key), data: value)
    }
    if status == .duplicateItem {
      // Another process added the entry in between.
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
  /// app would remove a session that another app uses. So such a store refuses every call.
  private func checkMarks() throws {
    if afterReinstall == .removeSession && accessGroup != nil && !mark.isShared {
      throw StoreError.misconfigured
    }
  }

  private func item(_ key: String) -> KeychainItem {
    KeychainItem(service: service, account: key, accessGroup: accessGroup)
  }

  /// Removes the entry if an earlier installation wrote it, and returns whether it did so. The mark is read after the
  /// Keychain. Before the first unlock neither can be read: the Keychain says so, but the mark then seems to be
  /// missing.
  private func isLeftover(_ key: String) throws -> Bool {
    guard afterReinstall == .removeSession, !mark.isOn(item(key)) else { return false }
    try removeOtherLeftovers(than: key)
    try delete(key: key)
    return true
  }

  /// Removes what else an earlier installation wrote: nobody may ever load it, because nobody knows the names of its
  /// accounts. The entry `key` goes last, so that the next load finds it again if this fails.
  private func removeOtherLeftovers(than key: String) throws {
    let (status, keys) = items.accounts(service: service, accessGroup: accessGroup)
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    for other in keys where other != key && !mark.isOn(item(other)) {
      try delete(key: other)
    }
  }
}
