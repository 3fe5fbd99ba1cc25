import Foundation

/// What becomes of a session in the Keychain, which outlives the app, when the app is deleted and installed again.
public enum ReinstallPolicy: Equatable, Sendable {
  /// The user is still signed in.
  case keepSession
  /// The session is removed when it is first looked for. The installation is known by a mark in the app's own
  /// `UserDefaults`, which go with the app.
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
  private let installation: (any InstallationMark)?

  init(items: any KeychainItems, service: String, accessGroup: String?, installation: (any InstallationMark)?) {
    self.items = items
    self.service = service
    self.accessGroup = accessGroup
    self.installation = installation
  }

  public func load(key: String) throws -> Data? {
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
    var status = items.update(item(key), data: value)
    if status == .itemNotFound {
      status = items.add(item(key), data: value)
    }
    if status == .duplicateItem {
      // Another process added it in between.
      status = items.update(item(key), data: value)
    }
    guard status == .success else { throw StoreError(status) }
    installation?.make()
  }

  public func delete(key: String) throws {
    let status = items.delete(item(key))
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
  }

  private func item(_ key: String) -> KeychainItem {
    KeychainItem(service: service, account: key, accessGroup: accessGroup)
  }

  /// Removes an entry of an earlier installation. The mark is asked for only once the Keychain has answered: before
  /// the first unlock neither can be read, and a mark that can't be read looks like none.
  private func isLeftover(_ key: String) throws -> Bool {
    guard let installation, !installation.isThere else { return false }
    try delete(key: key)
    return true
  }
}
