import Foundation

/// What becomes of a session in the Keychain, which outlives the app, when the app is deleted and installed again.
public enum ReinstallPolicy: Equatable, Sendable {
  /// The user is still signed in.
  case keepSession
  /// The session is removed when it is first looked for. What this installation stored is known by a mark in
  /// `UserDefaults`, which go with the app; the mark is made under either policy, so that an update of the app may
  /// change it.
  case removeSession
}

/// Keeps sessions in the Keychain: readable after the first unlock, on this device alone, never synchronized, in the
/// data-protection keychain. An entry is updated in place, so that there is never a moment without one.
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
      // Before it is there: an extension that looks in between must not take it for a leftover.
      mark.put(on: item(key))
      status = items.add(item(key), data: value)
    }
    if status == .duplicateItem {
      // Another process added it in between.
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

  /// A mark that the others of the access group don't see looks to them like none, and they would remove a session
  /// that is in use: an app that asks for that is refused from the start.
  private func checkMarks() throws {
    if afterReinstall == .removeSession && accessGroup != nil && !mark.isShared {
      throw StoreError.misconfigured
    }
  }

  private func item(_ key: String) -> KeychainItem {
    KeychainItem(service: service, account: key, accessGroup: accessGroup)
  }

  /// Removes an entry of an earlier installation. The mark is asked for only once the Keychain has answered: before
  /// the first unlock neither can be read, and a mark that can't be read looks like none.
  private func isLeftover(_ key: String) throws -> Bool {
    guard afterReinstall == .removeSession, !mark.isOn(item(key)) else { return false }
    try delete(key: key)
    return true
  }
}
