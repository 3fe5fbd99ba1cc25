import Foundation

/// What a former library has stored in the Keychain. Only the core knows what the items mean.
struct FormerKeychainItems: Sendable {
  let items: any KeychainItems

  /// The items of a service, by their accounts. Without an access group, these are the items of all groups that the app
  /// has.
  ///
  /// - Throws: ``StoreError``. If there are no items, the result is empty: that is not an error.
  func values(service: String, accessGroup: String?) throws -> [String: Data] {
    let (status, found) = items.items(service: service, accessGroup: accessGroup)
    if status == .itemNotFound { return [:] }
    guard status == .success else { throw StoreError(status) }
    var values: [String: Data] = [:]
    for account in found.map(\.account) {
      let item = KeychainItem(service: service, account: account, accessGroup: accessGroup)
      let (status, data) = items.copy(item)
      // In another process, the former library may have removed the item meanwhile.
      if status == .itemNotFound { continue }
      guard status == .success else { throw StoreError(status) }
      values[account] = data ?? Data()
    }
    return values
  }

  /// Removes the items of these accounts. An absent item is not an error.
  ///
  /// - Throws: ``StoreError``.
  func remove(service: String, accessGroup: String?, accounts: [String]) throws {
    for account in accounts {
      let status = items.delete(KeychainItem(service: service, account: account, accessGroup: accessGroup))
      guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    }
  }
}

/// The names of a former library's items depend on these values, besides the configuration. Tests replace the values.
protocol HostApp: Sendable {
  /// The identifier of the app's bundle, or of the extension's.
  var bundleIdentifier: String? { get }
  /// A text in the app's standard user defaults.
  func userDefault(_ key: String) -> String?
}

/// The app that this process runs.
struct RunningApp: HostApp {
  var bundleIdentifier: String? { Bundle.main.bundleIdentifier }

  func userDefault(_ key: String) -> String? { UserDefaults.standard.string(forKey: key) }
}
