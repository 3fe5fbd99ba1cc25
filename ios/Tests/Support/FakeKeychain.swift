import Foundation

@testable import CognitoAuth

/// A Keychain in memory.
final class FakeKeychain: KeychainItems, @unchecked Sendable {
  let identity = UUID().uuidString
  /// The calls of `copy`, `update`, `add` and `delete`, in order.
  var calls: [String] = []
  /// The status that `copy`, `update` and `delete` return, if it is set.
  var status: KeychainStatus?
  /// The status that `accounts` returns.
  var accountsStatus = KeychainStatus.success
  /// Makes `copy` return success without data.
  var succeedsWithoutData = false
  /// Lets another process add the entry just before `add` does.
  var appearsBeforeAdd = false
  var beforeAdd: () -> Void = {}
  var entries: [KeychainItem: Data] = [:]
  /// Guards the variables, because instances call the functions on several threads.
  private let lock = NSLock()

  func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
    lock.withLock {
      // Without a group, the system finds the items of every group.
      let found = entries.keys.filter { $0.service == service && [nil, $0.accessGroup].contains(accessGroup) }
      return (accountsStatus, found.map(\.account))
    }
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
    lock.withLock {
      calls.append("copy")
      if succeedsWithoutData { return (.success, nil) }
      if let status { return (status, nil) }
      return entries[item].map { (.success, $0) } ?? (.itemNotFound, nil)
    }
  }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    lock.withLock {
      calls.append("update")
      if let status { return status }
      guard entries[item] != nil else { return .itemNotFound }
      entries[item] = data
      return .success
    }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    lock.withLock {
      calls.append("add")
      beforeAdd()
      if appearsBeforeAdd {
        entries[item] = Data("another's".utf8)
      }
      guard entries[item] == nil else { return .duplicateItem }
      entries[item] = data
      return .success
    }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    lock.withLock {
      calls.append("delete")
      if let status { return status }
      return entries.removeValue(forKey: item) == nil ? .itemNotFound : .success
    }
  }
}

/// The same Keychain as another process sees it: with another identity.
struct KeychainOfAnotherProcess: KeychainItems {
  let keychain: FakeKeychain
  let identity = UUID().uuidString

  func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
    keychain.accounts(service: service, accessGroup: accessGroup)
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) { keychain.copy(item) }
  func update(_ item: KeychainItem, data: Data) -> KeychainStatus { keychain.update(item, data: data) }
  func add(_ item: KeychainItem, data: Data) -> KeychainStatus { keychain.add(item, data: data) }
  func delete(_ item: KeychainItem) -> KeychainStatus { keychain.delete(item) }
}

/// The marks of one installation, in memory.
final class FakeMark: InstallationMark, @unchecked Sendable {
  let isShared: Bool
  private let marked = Protected<Set<KeychainItem>>([])

  init(isShared: Bool = false) {
    self.isShared = isShared
  }

  func isOn(_ item: KeychainItem) -> Bool { marked.withLock { $0.contains(item) } }

  func put(on item: KeychainItem) { marked.withLock { _ = $0.insert(item) } }
}
