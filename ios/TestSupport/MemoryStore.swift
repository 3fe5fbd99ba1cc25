import CognitoAuth
import Foundation

/// A store that keeps its entries in memory, for as long as the store lives.
public final class MemoryStore: SecureStore, @unchecked Sendable {
  private let lock = NSLock()
  private var entries: [String: Data]

  public init(entries: [String: Data] = [:]) {
    self.entries = entries
  }

  /// All stored entries.
  public var contents: [String: Data] { lock.withLock { entries } }

  public func load(key: String) -> Data? { lock.withLock { entries[key] } }
  public func save(key: String, value: Data) { lock.withLock { entries[key] = value } }
  public func delete(key: String) { lock.withLock { entries[key] = nil } }
}
