internal import CognitoAuthBindings
import Foundation

/// The accounts of one user pool on this device. The app can list, label, sign out and purge them without an ``Auth``
/// for each.
///
/// ```swift
/// let accounts = try AuthAccounts(configuration: configuration)
/// for account in try await accounts.storedAccounts() {
///   print(account.label ?? account.account ?? "default", account.state)
/// }
/// ```
///
/// The calls take the name that the app gave the account's ``Auth``, or `nil` for the default account. An ``Auth`` of
/// that account in this process sees each change immediately, and its event streams report the change. Each call has
/// two forms: `async`, and with a completion handler. A cancelled or failed call ends as a call of ``Auth`` does.
public final class AuthAccounts: Sendable {
  private let bridge: AccountsBridge
  /// The queue of the completion handlers.
  public let callbackQueue: DispatchQueue

  /// The accounts of one configuration. The initializer reads nothing from the store and sends no request.
  ///
  /// - Parameters:
  ///   - configuration: The user pool with its app client, and the identity pool.
  ///   - store: Where the sessions are kept.
  ///   - leases: The same as for an ``Auth`` over this store.
  ///   - former: The same as for an ``Auth`` of the default account.
  ///   - transport: Sends the requests of a sign-out; the platform's `URLSession` unless given.
  ///   - processGuard: Keeps the process from being suspended during a change; the platform's own unless given.
  ///   - log: Takes the log lines, which contain no secrets. Nothing is logged if it is `nil`.
  ///   - callbackQueue: The queue that calls the completion handlers; the main queue unless given.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
  public convenience init(
    configuration: AuthConfiguration,
    store: any SecureStore,
    leases: (any LeaseStore)? = nil,
    movingFrom former: FormerLibrary? = nil,
    transport: any HttpTransport = URLSessionTransport(),
    guard processGuard: (any ProcessGuard)? = nil,
    log: (any LogSink)? = nil,
    callbackQueue: DispatchQueue = .main
  ) throws(AuthError) {
    let bridge: AccountsBridge
    do {
      bridge = try AccountsBridge(
        configuration: configuration.bridged,
        ports: PlatformPorts(
          transport: TransportPort(transport),
          store: StorePort(store),
          leases: leases.map(LeasePort.init),
          guard: (processGuard ?? platformProcessGuard()).map(GuardPort.init),
          log: log.map(LogPort.init),
          former: former?.bridged))
    } catch {
      throw AuthError(error)
    }
    self.init(bridge: bridge, callbackQueue: callbackQueue)
  }

  init(bridge: AccountsBridge, callbackQueue: DispatchQueue = .main) {
    self.bridge = bridge
    self.callbackQueue = callbackQueue
  }

  /// Every account that has something stored, with its label and its state. No request is made. The default account
  /// comes first. The others follow in the order of their first use. An account is listed as soon as it has something
  /// in the store, such as an open sign-in or a label. An account with a name stays listed after a sign-out, until it
  /// is purged. The default account stays listed as long as it has something in the store.
  ///
  /// An account's state is ``AuthSessionState/unavailable(_:)`` if its records can't be read, or if an ``Auth`` of the
  /// account has another configuration (``AuthErrorCode/configurationMismatch``). If the stored names of the accounts
  /// are damaged, the result lacks an account until an ``Auth`` of that account is used again. If a newer version of
  /// the library has stored the names, the call fails with ``AuthErrorCode/storeCorrupt``.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func storedAccounts() async throws -> [AuthStoredAccount] {
    try await overBridge { [bridge] handle in
      try await bridge.storedAccounts(call: handle).map(AuthStoredAccount.init)
    }
  }

  /// Gives an account a label for the app's list of accounts, or removes the label. An account that has nothing stored
  /// is listed once it has a label. The label is stored in the ``SecureStore``.
  ///
  /// - Parameters:
  ///   - label: 1 to 256 characters; `nil` removes the label.
  ///   - account: The account's name; `nil` for the default account.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func setLabel(_ label: String?, of account: String?) async throws {
    try await overBridge { [bridge] handle in
      try await bridge.setLabel(account: account, label: label, call: handle)
    }
  }

  /// Signs out the user who is signed in to the account, on this device or on all of the user's devices (Cognito:
  /// RevokeToken, GlobalSignOut). An account with a name stays listed. The default account stays listed only if it has
  /// a label, or something else in the store, such as a remembered device. The call also ends any sign-in to the
  /// account that is under way in an ``Auth`` of this process. Once the sign-out has started, it goes on even if the
  /// task is cancelled.
  ///
  /// The call fails if an ``Auth`` of the account has another configuration. It also fails while the account is
  /// federated to the identity pool (``AuthErrorCode/federatedToIdentityPool``): let the account's ``Auth`` clear the
  /// federation, or purge the account.
  ///
  /// - Parameters:
  ///   - account: The account's name; `nil` for the default account.
  ///   - options: Whether to sign the user out on every device.
  /// - Returns: Whether the sign-out is complete, or what failed.
  @discardableResult
  public func signOut(of account: String?, options: AuthSignOutRequest.Options? = nil) async -> AuthSignOutResult {
    do {
      return try await overBridge { [bridge] handle in
        let options = (options ?? AuthSignOutRequest.Options()).bridged
        return AuthSignOutResult(try await bridge.signOutOf(account: account, options: options, call: handle))
      }
    } catch {
      return .failed(AuthError(error))
    }
  }

  /// Removes all that is stored for an account: its session (even one that can't be read), an open sign-in, its
  /// identity, its remembered devices, its name and its label. No request is made, so the tokens stay valid at the
  /// service: sign out first, if you can. The call also ends any sign-in to the account that is under way in an
  /// ``Auth`` of this process. Once the purge has started, it goes on even if the task is cancelled.
  ///
  /// - Parameter account: The account's name; `nil` for the default account.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func purge(_ account: String?) async throws {
    try await overBridge { [bridge] handle in try await bridge.purge(account: account, call: handle) }
  }
}

#if canImport(Security)
  extension AuthAccounts {
    /// The accounts in the Keychain. The initializer reads nothing from the Keychain and sends no request.
    ///
    /// - Parameters:
    ///   - configuration: The user pool with its app client, and the identity pool.
    ///   - former: The same as for an ``Auth`` of the default account.
    /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
    public convenience init(
      configuration: AuthConfiguration, movingFrom former: FormerLibrary? = nil
    ) throws(AuthError) {
      try self.init(configuration: configuration, store: KeychainStore(), movingFrom: former)
    }
  }
#endif
