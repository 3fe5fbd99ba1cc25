import Foundation

/// Tells this installation of the app from an earlier one.
protocol InstallationMark: Sendable {
  /// Whether this installation was marked.
  var isThere: Bool { get }
  /// Marks this installation.
  func make()
}

/// A mark in `UserDefaults`, which go with the app when it is deleted.
struct UserDefaultsMark: InstallationMark {
  private static let key = "dev.cognitoauth.installed"

  /// The defaults of an app group, if an extension shares the session.
  let suiteName: String?

  var isThere: Bool { defaults.bool(forKey: Self.key) }

  func make() {
    if !isThere {
      defaults.set(true, forKey: Self.key)
    }
  }

  private var defaults: UserDefaults {
    suiteName.flatMap(UserDefaults.init(suiteName:)) ?? .standard
  }
}
