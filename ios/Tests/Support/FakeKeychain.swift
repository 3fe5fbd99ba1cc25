import Foundation

@testable import CognitoAuth

/// A Keychain in memory. As in the system's Keychain, each item is in one access group of the app. An item without a
/// group is added to the first one. Every other call without a group finds the items of all groups.
final class FakeKeychain: KeychainItems, @unchecked Sendable {
  /// The group that only the app has.
  static let ownGroup = "TEAM.com.example.app"

  let identity = UUID().uuidString
  /// The access groups of the app. An item of another group is not the app's.
  var groups = [ownGroup, "TEAM.shared", "TEAM.other"]
  /// The calls of `copy`, `update`, `add` and `delete` for other items than the notes of ``AccessGroup``, in order.
  var calls: [String] = []
  /// The status that `copy`, `update` and `delete` return, if it is set.
  var status: KeychainStatus?
  /// The status that `items` returns.
  var itemsStatus = KeychainStatus.success
  /// Makes `copy` return success without data.
  var succeedsWithoutData = false
  /// Lets another process add the entry just before `add` does.
  var appearsBeforeAdd = false
  var beforeAdd: () -> Void = {}
  /// The items, without the notes of ``AccessGroup``.
  var entries: [KeychainItem: Data] = [:]
  /// The notes of ``AccessGroup``.
  var notes: [KeychainItem: Data] = [:]
  /// Guards the variables, because instances call the functions on several threads.
  private let lock = NSLock()

  /// An item in the app's own group.
  static func own(_ service: String, _ account: String) -> KeychainItem {
    KeychainItem(service: service, account: account, accessGroup: ownGroup)
  }

  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
    lock.withLock {
      let found = (Array(entries.keys) + Array(notes.keys)).filter { item in
        item.service == service && groups(of: accessGroup).contains { $0 == item.accessGroup }
      }
      return (itemsStatus, found)
    }
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
    lock.withLock {
      calls.append("copy")
      if succeedsWithoutData { return (.success, nil) }
      if let status { return (status, nil) }
      return found(item).first.map { (.success, entries[$0]) } ?? (.itemNotFound, nil)
    }
  }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    lock.withLock {
      calls.append("update")
      if let status { return status }
      let found = found(item)
      for each in found { entries[each] = data }
      return found.isEmpty ? .itemNotFound : .success
    }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    lock.withLock {
      let group = item.accessGroup ?? groups[0]
      guard groups.contains(group) else { return .missingEntitlement }
      let added = KeychainItem(service: item.service, account: item.account, accessGroup: group)
      if item.service == AccessGroup.service { return add(added, data, to: &notes) }
      calls.append("add")
      beforeAdd()
      if appearsBeforeAdd { entries[added] = Data("another's".utf8) }
      return add(added, data, to: &entries)
    }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    lock.withLock {
      calls.append("delete")
      if let status { return status }
      let found = found(item)
      for each in found { entries[each] = nil }
      return found.isEmpty ? .itemNotFound : .success
    }
  }

  private func add(_ item: KeychainItem, _ data: Data, to stored: inout [KeychainItem: Data]) -> KeychainStatus {
    guard stored[item] == nil else { return .duplicateItem }
    stored[item] = data
    return .success
  }

  /// The app's items with these names, in the order of the app's groups.
  private func found(_ item: KeychainItem) -> [KeychainItem] {
    groups(of: item.accessGroup)
      .map { KeychainItem(service: item.service, account: item.account, accessGroup: $0) }
      .filter { entries[$0] != nil }
  }

  /// The groups in which a call looks.
  private func groups(of accessGroup: String?) -> [String] {
    accessGroup.map { group in groups.filter { $0 == group } } ?? groups
  }
}

/// The same Keychain as another process sees it: with another identity.
struct KeychainOfAnotherProcess: KeychainItems {
  let keychain: FakeKeychain
  let identity = UUID().uuidString

  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
    keychain.items(service: service, accessGroup: accessGroup)
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) { keychain.copy(item) }
  func update(_ item: KeychainItem, data: Data) -> KeychainStatus { keychain.update(item, data: data) }
  func add(_ item: KeychainItem, data: Data) -> KeychainStatus { keychain.add(item, data: data) }
  func delete(_ item: KeychainItem) -> KeychainStatus { keychain.delete(item) }
}

/// The marks of one installation, in memory.
final class FakeMark: InstallationMark, @unchecked Sendable {
  private struct State {
    var marked: Set<KeychainItem> = []
    var failure: StoreError?
  }

  let isShared: Bool
  private let state = Protected(State())

  init(isShared: Bool = false) {
    self.isShared = isShared
  }

  /// Every call fails with this error; if it is `nil`, every call works again.
  func fail(with failure: StoreError?) { state.withLock { $0.failure = failure } }

  func isOn(_ item: KeychainItem) throws -> Bool {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.marked.contains(item)
    }
  }

  func put(on item: KeychainItem) throws {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.marked.insert(item)
    }
  }
}
