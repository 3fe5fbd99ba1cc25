import CognitoAuth
import Foundation

/// A ``SecureStore`` in memory, for tests and previews only: nothing protects its entries. It can be locked
/// or broken on request:
///
/// ```swift
/// let store = MemoryStore()
/// store.fails(with: StoreError.locked)                       // as before the device's first unlock
/// store.works()
/// store.fails(with: StoreError.full, in: [.save])            // reading works
/// ```
///
/// All `Auth` objects over the same `MemoryStore` object share its session. `MemoryStore(entries: store.entries)` is
/// like the store after a restart of the app: an `Auth` over it has to read the session from it. Any thread may use it.
/// Printing it prints no entry.
public final class MemoryStore: SecureStore {
  /// What the library does with a store.
  public enum Operation: Hashable, Sendable, CaseIterable {
    /// Reads an entry.
    case load
    /// Writes an entry.
    case save
    /// Removes an entry.
    case delete
  }

  /// The name of the place that the entries are in; see ``SecureStore/identity``.
  public let identity: String?
  private let content: Protected<(entries: [String: Data], failures: [Operation: any Error])>

  /// A store with these entries.
  ///
  /// - Parameters:
  ///   - entries: What is stored at the start, such as the ``entries`` of another store.
  ///   - identity: The name of the place that the entries are in. Without a name, the store shares its session with no
  ///     other store object.
  public init(entries: [String: Data] = [:], identity: String? = nil) {
    content = Protected((entries, [:]))
    self.identity = identity
  }

  /// All stored entries, which a test can read and change. They stay readable here while the store fails.
  public var entries: [String: Data] {
    get { content.withLock { $0.entries } }
    set { content.withLock { $0.entries = newValue } }
  }

  /// These operations fail from now on. The entries stay.
  ///
  /// - Parameters:
  ///   - error: A ``StoreError``, such as `locked` or `full`; the library takes any other error for
  ///     `unavailable`.
  ///   - operations: The operations that fail; all of them unless given.
  public func fails(with error: any Error, in operations: Set<Operation> = Set(Operation.allCases)) {
    content.withLock { content in
      for operation in operations {
        content.failures[operation] = error
      }
    }
  }

  /// Every operation works again.
  public func works() {
    content.withLock { $0.failures = [:] }
  }

  /// Reads an entry.
  public func load(key: String) throws -> Data? {
    try perform(.load) { $0[key] }
  }

  /// Writes an entry.
  public func save(key: String, value: Data) throws {
    try perform(.save) { $0[key] = value }
  }

  /// Removes an entry.
  public func delete(key: String) throws {
    try perform(.delete) { $0[key] = nil }
  }

  private func perform<Result>(_ operation: Operation, _ body: (inout [String: Data]) -> Result) throws -> Result {
    try content.withLock { content in
      if let error = content.failures[operation] { throw error }
      return body(&content.entries)
    }
  }
}

extension MemoryStore: SecretBearing {
  /// How many entries there are.
  public var description: String { "MemoryStore(\(entries.count) entries)" }
}
