import Foundation

/// A safe place for small secrets. Its calls may block: they come on a background thread, never on the app's thread. Two
/// keys that differ in case are two keys: accounts can have such names.
public protocol SecureStore: Sendable {
  /// Names the place that the entries are in. Two stores with the same name have the same entries: the ``Auth`` objects
  /// over them share their session. A store without a name shares its entries with no other object.
  ///
  /// It is read on the thread that makes an ``Auth``, so it must not block.
  var identity: String? { get }

  /// The entry's bytes, or `nil` if there is no such entry.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``.
  func load(key: String) throws -> Data?

  /// Writes an entry, in place of any former one. The entry is durable when this call returns.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``. The former entry then stays.
  func save(key: String, value: Data) throws

  /// Removes an entry. An absent entry is not an error.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``.
  func delete(key: String) throws
}

extension SecureStore {
  /// A store without a name.
  public var identity: String? { nil }
}

/// Why a ``SecureStore`` failed. No such failure signs a user out.
public enum StoreError: Error, Hashable, Sendable, CaseIterable {
  /// The device is locked. The entry can't be reached until the device is unlocked.
  case locked
  /// The store can't be reached now, or refuses the call. Another try later can succeed.
  case unavailable
  /// The store asks the user to show that they are present, and the user did not: the prompt was cancelled, or the face,
  /// the finger or the passcode was refused.
  case userPresenceRefused
  /// The store is full.
  case full
  /// The entry is there but damaged.
  case corrupt
  /// The entry's key is lost: the entry can never be read again.
  case unrecoverable
  /// The app is not set up to use the store: for example, an entitlement is missing. It is a mistake of the app.
  case misconfigured
}
