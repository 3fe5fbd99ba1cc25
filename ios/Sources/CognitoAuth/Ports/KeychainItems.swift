import Foundation

/// The names that identify a generic password in the Keychain.
struct KeychainItem: Hashable, Sendable {
  /// The service (`kSecAttrService`).
  let service: String
  /// The account (`kSecAttrAccount`): the store's key.
  let account: String
  /// The access group (`kSecAttrAccessGroup`). With `nil`, an item is added to the app's first group, and each other
  /// call finds the items of every group that the app has.
  let accessGroup: String?
}

/// The system's Keychain functions that a ``KeychainStore`` and ``KeychainLeases`` call. Each returns the system's own
/// status. Tests replace the functions, because there may be no Keychain where the tests run.
protocol KeychainItems: Sendable {
  /// The keychain's name. The ``SecureStore/identity`` of a store over the keychain contains it.
  var identity: String { get }
  /// `SecItemCopyMatching` for the names of all items of a service. Each name has its access group.
  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem])
  /// `SecItemCopyMatching`.
  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?)
  /// `SecItemUpdate`.
  func update(_ item: KeychainItem, data: Data) -> KeychainStatus
  /// `SecItemAdd`.
  func add(_ item: KeychainItem, data: Data) -> KeychainStatus
  /// `SecItemDelete`.
  func delete(_ item: KeychainItem) -> KeychainStatus
}

/// An `OSStatus` of the Keychain, with the numbers of `SecBase.h`.
struct KeychainStatus: RawRepresentable, Hashable, Sendable {
  let rawValue: Int32

  static let success = Self(rawValue: 0)  // errSecSuccess
  static let diskFull = Self(rawValue: -34)  // errSecDiskFull
  static let invalidParameter = Self(rawValue: -50)  // errSecParam
  static let userCanceled = Self(rawValue: -128)  // errSecUserCanceled
  static let notAvailable = Self(rawValue: -25291)  // errSecNotAvailable
  static let authFailed = Self(rawValue: -25293)  // errSecAuthFailed
  static let duplicateItem = Self(rawValue: -25299)  // errSecDuplicateItem
  static let itemNotFound = Self(rawValue: -25300)  // errSecItemNotFound
  static let interactionNotAllowed = Self(rawValue: -25308)  // errSecInteractionNotAllowed
  static let decode = Self(rawValue: -26275)  // errSecDecode
  static let missingEntitlement = Self(rawValue: -34018)  // errSecMissingEntitlement
}

extension StoreError {
  /// The error for a status other than success.
  init(_ status: KeychainStatus) {
    switch status {
    // The system answers `authFailed` for each end of a prompt other than the user's cancellation: most often, the app
    // has left the foreground. The status does not say which end it was, so it can't be taken for the user's refusal.
    case .interactionNotAllowed, .authFailed: self = .locked
    case .userCanceled: self = .userPresenceRefused
    case .diskFull: self = .full
    case .decode: self = .corrupt
    case .missingEntitlement: self = .misconfigured
    default: self = .unavailable
    }
  }
}
