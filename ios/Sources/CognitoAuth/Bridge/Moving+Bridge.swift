internal import CognitoAuthBindings
import Foundation

extension FormerLibrary {
  var bridged: CognitoAuthBindings.FormerLibrary {
    CognitoAuthBindings.FormerLibrary(
      storage: .keychain(keychain: FormerKeychainPort(keychain, app)), defersRefresh: defersRefresh)
  }
}

/// Lets the bridge read and remove a former library's items.
private final class FormerKeychainPort: FormerKeychain {
  private let keychain: FormerKeychainItems
  private let app: any HostApp

  init(_ keychain: FormerKeychainItems, _ app: any HostApp) {
    self.keychain = keychain
    self.app = app
  }

  func bundleIdentifier() throws -> String? { app.bundleIdentifier }

  func items(service: String, accessGroup: String?) throws -> [FormerItem] {
    try failingAsStore { try keychain.values(service: service, accessGroup: accessGroup) }
      .map { FormerItem(name: $0.key, value: $0.value) }
  }

  func userDefault(key: String) throws -> String? { app.userDefault(key) }

  func remove(service: String, accessGroup: String?, accounts: [String]) throws {
    try failingAsStore { try keychain.remove(service: service, accessGroup: accessGroup, accounts: accounts) }
  }
}

extension AuthMoveReport {
  init(_ bridged: CognitoAuthBindings.MoveReport) {
    self.init(
      source: bridged.source.flatMap(AuthMoveSource.init), user: bridged.user.map(AuthUser.init),
      devices: Int(bridged.devices), hasIdentity: bridged.hasIdentity, fingerprintId: bridged.fingerprintId,
      warnings: bridged.warnings.map(AuthMoveWarning.init))
  }
}

extension AuthMoveSource {
  /// `nil` for the libraries of Android, which have no items in a Keychain.
  fileprivate init?(_ bridged: CognitoAuthBindings.MoveSource) {
    switch bridged {
    case .amplifySwift: self = .amplifySwift
    case .mobileClientIos: self = .mobileClientIOS
    case .amplifyAndroid, .mobileClientAndroid: return nil
    }
  }
}

extension AuthMoveWarning {
  fileprivate init(_ bridged: CognitoAuthBindings.MoveWarning) {
    self =
      switch bridged {
      case .undecodableSession: .undecodableSession
      case .incompleteSession: .incompleteSession
      case .otherAppClient: .otherAppClient
      case .namedSessionIgnored: .namedSessionIgnored
      case .undecodableDevice: .undecodableDevice
      case .undecodableIdentity: .undecodableIdentity
      case .keyLost: .keyLost
      case .storageMisconfigured: .storageMisconfigured
      case .federationIgnored: .federationIgnored
      case .credentialsIgnored: .credentialsIgnored
      }
  }
}
