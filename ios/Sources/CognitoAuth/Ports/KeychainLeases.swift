import Foundation

/// Leases in the Keychain, for an app and its extensions that share a session by an access group. A file lock in a
/// shared container can't be used: the system ends a process that is suspended while it holds such a lock.
///
/// Each version of a lease is an item with the next number. Adding an item is atomic: of several processes that add the
/// same number, only one succeeds. That process then removes the items with lower numbers.
public final class KeychainLeases: LeaseStore {
  public let process: String?

  private let items: any KeychainItems
  private let service: String
  private let group: AccessGroup

  init(items: any KeychainItems, service: String, accessGroup: String?, process: String?) {
    self.items = items
    self.service = service
    group = AccessGroup(accessGroup, in: items)
    self.process = process
  }

  public func read(name: String) throws -> Data? {
    try newest(name).map { $0.lease }
  }

  public func swap(name: String, expected: Data?, lease: Data) throws -> Bool {
    let former = try newest(name)
    guard former?.lease == expected else { return false }
    let number = (former?.number ?? 0) + 1
    let item = try item(name, number)
    switch items.add(item, data: lease) {
    case .success: break
    case .duplicateItem: return false
    case let status: throw StoreError(status)
    }
    // If this process was suspended just before it added the item, other processes may meanwhile have added and removed
    // an item with that number, and added higher ones. Then this change came too late.
    let numbers = try numbers(name)
    guard numbers.max() == number else {
      _ = items.delete(item)
      return false
    }
    // If a lower item can't be removed, it does no harm. The next change removes it.
    for lower in numbers where lower < number {
      _ = items.delete(try self.item(name, lower))
    }
    return true
  }

  /// The item with the highest number. A process that has added the next item may remove this one before this function
  /// reads it. So the function tries several times.
  private func newest(_ name: String) throws -> (number: Int, lease: Data)? {
    for _ in 0..<Self.mostReads {
      guard let number = try numbers(name).max() else { return nil }
      let (status, lease) = items.copy(try item(name, number))
      switch (status, lease) {
      case (.success, let lease?): return (number, lease)
      case (.itemNotFound, _): continue
      default: throw StoreError(status)
      }
    }
    throw StoreError.unavailable
  }

  private func numbers(_ name: String) throws -> [Int] {
    let (status, found) = items.items(service: service(name), accessGroup: try group.name())
    guard status == .success || status == .itemNotFound else { throw StoreError(status) }
    return found.compactMap { Int($0.account) }
  }

  private func item(_ name: String, _ number: Int) throws -> KeychainItem {
    KeychainItem(service: service(name), account: String(number), accessGroup: try group.name())
  }

  private func service(_ name: String) -> String { "\(service).lease.\(name)" }

  private static let mostReads = 5
}
