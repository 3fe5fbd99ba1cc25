import Foundation

/// The leases of a store that several processes use. A lease says which process refreshes the session now, and until
/// when. The other processes wait, and use the tokens that this process gets. The library decides what a lease
/// contains; a lease contains no secret.
///
/// The library makes these calls on a background thread, so they may block. They must not wait for another process,
/// because the system may have suspended that process. If a call throws, or takes longer than two seconds, the refresh
/// goes on without a lease.
public protocol LeaseStore: Sendable {
  /// The name of this process, if the system runs only one process of that name at a time. With a name, a new run
  /// immediately takes over a lease that an earlier run has left. Without a name, it waits until that lease lapses.
  ///
  /// The library also reads this property on the thread that makes an ``Auth``, so it must not block.
  var process: String? { get }

  /// The lease with this name, or `nil` if there was never one.
  func read(name: String) throws -> Data?

  /// Writes `lease`, if the stored lease is still `expected`. Returns `false` if it is not. Also returns `false` if
  /// another process changes the stored lease at the same moment; `lease` may then have been stored for a moment. Of
  /// several simultaneous calls with the same `expected`, in any process, at most one returns `true`.
  func swap(name: String, expected: Data?, lease: Data) throws -> Bool
}

extension LeaseStore {
  /// A process without a name.
  public var process: String? { nil }
}

/// The name of a process that was not built for macOS, if the system runs only one process of that name at a time. An
/// extension can run several times at once, and so can an app on a Mac.
///
/// - Parameter isOnMac: Whether the process runs on a Mac: a Mac Catalyst app, or an iOS app on Apple silicon.
func singleProcess(bundlePath: String, bundleIdentifier: String?, isOnMac: Bool) -> String? {
  isOnMac || bundlePath.hasSuffix(".appex") ? nil : bundleIdentifier
}
