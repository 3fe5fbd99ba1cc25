import Foundation

/// The leases of a store that several processes use. A lease says which of them refreshes the session now, and until
/// when; the others wait, and use its tokens. The library decides what is in a lease. It holds no secret.
///
/// The calls may block, but not until another process does something: the system may have suspended that one. They come
/// on a background thread. If one throws, or takes longer than two seconds, the refresh goes on without a lease.
public protocol LeaseStore: Sendable {
  /// The name of this process, if the system runs only one process of that name at a time. A lease that an earlier run
  /// of the same process has left is then void at once. Without a name it lapses after a while.
  ///
  /// It is read on the thread that makes an ``Auth``, so it must not block.
  var process: String? { get }

  /// The lease with a name, or `nil` if there was never one.
  func read(name: String) throws -> Data?

  /// Writes a lease, if the stored one is still `expected`. Returns false if it is not, or if another process changes
  /// the lease at the same moment; then `lease` may have been stored for a moment. Of several calls at a time with the
  /// same `expected`, in whatever process, at most one gets true.
  func swap(name: String, expected: Data?, lease: Data) throws -> Bool
}

extension LeaseStore {
  /// A process without a name.
  public var process: String? { nil }
}
