import Foundation

/// The access group of the items of a store, or of its leases.
///
/// A query without a group finds the items of every group that the app has. So one store would read, change and delete
/// the items of another store. A new item without a group goes into the app's first group, and that can be another one
/// after an update of the app. So a store without a group takes the app's first group, and notes it in an item of its
/// own: the note keeps the app in the group in which its items are.
final class AccessGroup: Sendable {
  /// The service of the notes. The account of a note is the app that has written it.
  static let service = "dev.cognitoauth.group"

  private let items: any KeychainItems
  private let app: String
  private let known: Protected<String?>

  /// - Parameters:
  ///   - name: The group's name; `nil` for the app's first group.
  ///   - app: The app, or the extension. Apps that have a group in common can have different first groups.
  init(_ name: String?, in items: any KeychainItems, of app: String = runningApp) {
    self.items = items
    self.app = app
    known = Protected(name)
  }

  /// The group's name.
  ///
  /// - Throws: ``StoreError``.
  func name() throws -> String {
    try known.withLock { known in
      let name = try known ?? noted() ?? note()
      known = name
      return name
    }
  }

  private func note() throws -> String {
    // Only the group of the note has a meaning. The data of the note has none.
    let status = items.add(KeychainItem(service: Self.service, account: app, accessGroup: nil), data: Data([0]))
    // Another process of the app may have added the note meanwhile.
    guard status == .success || status == .duplicateItem else { throw StoreError(status) }
    guard let name = try noted() else { throw StoreError.unavailable }
    return name
  }

  private func noted() throws -> String? {
    let (status, found) = items.items(service: Self.service, accessGroup: nil)
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    return found.filter { $0.account == app }.compactMap(\.accessGroup).min()
  }

  /// The identifier of the app that this process runs.
  static var runningApp: String { Bundle.main.bundleIdentifier ?? ProcessInfo.processInfo.processName }
}
