import Foundation

/// Marks on Keychain entries. They tell the entries of this installation of the app from those of an earlier one.
protocol InstallationMark: Sendable {
  /// Whether every app and extension that shares the entries sees the same marks.
  var isShared: Bool { get }
  /// Whether this installation wrote the entry.
  func isOn(_ item: KeychainItem) -> Bool
  /// Marks the entry as one that this installation wrote.
  func put(on item: KeychainItem)
}

/// Marks in `UserDefaults`, which the system deletes with the app. Each entry has its own mark, because entries are
/// written at different times: a pool's entry can still be from an earlier installation when another pool's entry is
/// new.
struct UserDefaultsMark: InstallationMark {
  /// The app group whose defaults have the marks, if an extension shares the session; `nil` for the app's own defaults.
  let suiteName: String?

  var isShared: Bool { suiteName != nil }

  func isOn(_ item: KeychainItem) -> Bool { defaults.bool(forKey: Self.name(of: item)) }

  func put(on item: KeychainItem) {
    if !isOn(item) {
      defaults.set(true, forKey: Self.name(of: item))
    }
  }

  private static func name(of item: KeychainItem) -> String {
    "dev.cognitoauth.installed/\(item.service)/\(item.account)"
  }

  private var defaults: UserDefaults {
    suiteName.flatMap(UserDefaults.init(suiteName:)) ?? .standard
  }
}
