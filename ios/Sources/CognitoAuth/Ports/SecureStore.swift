import Foundation

/// A safe place for small secrets. The library makes these calls on a background thread, never on the app's thread, so
/// they may block. Keys are case-sensitive. They contain account names, and the names of two accounts may differ only
/// in case.
public protocol SecureStore: Sendable {
  /// The name of the place that the entries are in. Two stores with the same name have the same entries, so the
  /// ``Auth`` objects over them share one session. A store without a name shares its entries with no other store
  /// object.
  ///
  /// The library also reads this property on the thread that makes an ``Auth``, so it must not block.
  var identity: String? { get }

  /// The entry's bytes, or `nil` if there is no such entry.
  ///
  /// - Throws: ``StoreError``; the library takes any other error for ``StoreError/unavailable``.
  func load(key: String) throws -> Data?

  /// Writes an entry, and replaces an earlier one with the same key. The entry is durable when this call returns.
  ///
  /// - Throws: ``StoreError``; the library takes any other error for ``StoreError/unavailable``. After an error, the
  ///   earlier entry stays.
  func save(key: String, value: Data) throws

  /// Removes an entry. An absent entry is not an error.
  ///
  /// - Throws: ``StoreError``; the library takes any other error for ``StoreError/unavailable``.
  func delete(key: String) throws
}

extension SecureStore {
  /// A store without a name.
  public var identity: String? { nil }
}

/// Why a ``SecureStore`` failed. No such failure signs a user out.
public enum StoreError: Error, Hashable, Sendable, CaseIterable {
  /// The entry can't be reached now: the device is locked, or the system could not ask the user, or has ended its
  /// prompt.
  case locked
  /// The store can't be reached now, or refuses the call. A later try can succeed.
  case unavailable
  /// The store asks the user to show that they are present, and the user did not: the user cancelled the prompt, or the
  /// face, the finger or the passcode was refused. A ``KeychainStore`` reports a refused face, finger or passcode as
  /// ``StoreError/locked``, because the Keychain does not say why its prompt ended.
  case userPresenceRefused
  /// The store is full.
  case full
  /// The entry exists, but is damaged. A ``KeychainStore`` hardly ever reports this: the system removes a damaged item
  /// of the Keychain, and says that there is no such item. So nobody is signed in then.
  case corrupt
  /// The key that encrypts the entry is lost: the entry can never be read again.
  case unrecoverable
  /// The app is not set up to use the store: for example, an entitlement is missing. It is a mistake of the app.
  case misconfigured
}
