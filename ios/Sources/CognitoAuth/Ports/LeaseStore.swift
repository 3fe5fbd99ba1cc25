import Foundation

/// The leases of a store that several processes use. A lease says which of them refreshes the session now, and until
/// when; the others wait, and use its tokens. The library decides what is in a lease. It holds no secret.
///
/// The calls may block, but not until another process does something: the system may have suspended that one. They come
/// on a background thread. If one throws, or takes longer than two seconds, the refresh goes on without a lease.
public protocol LeaseStore: Sendable {
  /// The name of this process, if the system runs only one process of that name at a time. Then a lease that an earlier
  /// run of this process has left is void at once. Without a name, that lease lapses after a while.
  ///
  /// It is read on the thread that makes an ``Auth``, so it must not block.
  var process: String? { get }

  /// The lease with this name, or `nil` if there was never one.
  func read(name: String) throws -> Data?

  /// Writes `lease`, if the stored lease is still `expected`. Returns false if it is not, or if another process changes
  /// it at the same moment. In the second case, `lease` may have been stored for a moment. Of several simultaneous
  /// calls with the same `expected`, in any process, at most one returns true.
  func swap(name: String, expected: Data?, lease: Data) throws -> Bool
}

extension LeaseStore {
  /// A process without a name.
  public var process: String? { nil }
}
