import CognitoAuthBindings
import Foundation

@testable import CognitoAuth

/// A clock that a test moves.
final class TestClock: Clock {
  private let advanced = Protected<TimeInterval>(0)

  func nowMilliseconds() -> Int64 {
    Int64((Date().timeIntervalSince1970 + advanced.withLock { $0 }) * 1000)
  }

  func advance(by seconds: TimeInterval) {
    advanced.withLock { $0 += seconds }
  }
}

extension Auth {
  /// An instance with the test's own clock and randomness, if the test gives them.
  static func forTesting(
    configuration: CognitoAuth.AuthConfiguration, account: String? = nil, store: any CognitoAuth.SecureStore,
    leases: (any CognitoAuth.LeaseStore)? = nil,
    transport: any CognitoAuth.HttpTransport = URLSessionTransport(),
    passkeys: (any CognitoAuth.PasskeyAuthenticator)? = nil,
    guard processGuard: (any CognitoAuth.ProcessGuard)? = nil, log: (any CognitoAuth.LogSink)? = nil,
    movingFrom former: CognitoAuth.FormerLibrary? = nil,
    clock: (any Clock)? = nil, entropy: (any Entropy)? = nil
  ) throws -> Auth {
    let anchors = PresentationAnchors()
    return Auth(
      bridge: try AuthBridge.forTesting(
        configuration: configuration.bridged(for: account),
        ports: PlatformPorts(
          transport: TransportPort(transport), store: StorePort(store), leases: leases.map(LeasePort.init),
          passkeys: passkeys.map { PasskeyPort($0, anchors: anchors) }, guard: processGuard.map(GuardPort.init),
          log: log.map(LogPort.init), former: former?.bridged),
        clock: clock, entropy: entropy),
      anchors: anchors)
  }
}

extension AuthAccounts {
  /// The accounts, with the test's own clock, if the test gives it.
  static func forTesting(
    configuration: CognitoAuth.AuthConfiguration, store: any CognitoAuth.SecureStore,
    transport: any CognitoAuth.HttpTransport = URLSessionTransport(), clock: (any Clock)? = nil
  ) throws -> AuthAccounts {
    AuthAccounts(
      bridge: try AccountsBridge.forTesting(
        configuration: configuration.bridged,
        ports: PlatformPorts(transport: TransportPort(transport), store: StorePort(store)), clock: clock))
  }
}
