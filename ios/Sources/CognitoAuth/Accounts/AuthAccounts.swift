internal import CognitoAuthBindings
import Foundation

/// The accounts of one user pool on this device, by name and without an ``Auth`` for each.
///
/// ```swift
/// let accounts = try AuthAccounts(configuration: configuration)
/// for account in try await accounts.storedAccounts() {
///   print(account.label ?? account.account ?? "default", account.state)
/// }
/// ```
///
/// Its calls take an account by the name that an ``Auth`` of it has; `nil` is the default account. An instance of that
/// account in this process sees what they change at once, and its listeners hear of it. Each call has two forms: `async`,
/// and with a completion handler. They fail as those of ``Auth`` do.
public final class AuthAccounts: Sendable {
  private let bridge: AccountsBridge
  /// The queue of the completion handlers.
  public let callbackQueue: DispatchQueue

  /// The accounts of one configuration. Making it reads nothing from the store, and sends nothing.
  ///
  /// - Parameters:
  ///   - configuration: The user pool with its app client, and the identity pool.
  ///   - store: Where the sessions are kept.
  ///   - leases: As for an ``Auth`` over this store.
  ///   - transport: Sends the requests of a sign-out; the platform's `URLSession` unless given.
  ///   - guard: Keeps the process from being suspended during a change; the platform's own unless given.
  ///   - log: Takes the log lines, which contain no secrets. Nothing is logged if it is `nil`.
  ///   - callbackQueue: Where completion handlers are called; the main queue unless given.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
  public convenience init(
    configuration: AuthConfiguration,
    store: any SecureStore,
    leases: (any LeaseStore)? = nil,
    transport: any HttpTransport = URLSessionTransport(),
    guard processGuard: (any ProcessGuard)? = nil,
    log: (any LogSink)? = nil,
    callbackQueue: DispatchQueue = .main
  ) throws(AuthError) {
    let bridge: AccountsBridge
    do {
      bridge = try AccountsBridge(
        configuration: configuration.bridged, transport: TransportPort(transport), store: StorePort(store),
        leases: leases.map(LeasePort.init), guard: (processGuard ?? platformProcessGuard()).map(GuardPort.init),
        log: log.map(LogPort.init))
    } catch {
      throw AuthError(error)
    }
    self.init(bridge: bridge, callbackQueue: callbackQueue)
  }

  init(bridge: AccountsBridge, callbackQueue: DispatchQueue = .main) {
    self.bridge = bridge
    self.callbackQueue = callbackQueue
  }

  /// Every account that has something stored, with its label and its state. It sends no request. The default account
  /// comes first. The others follow in the order in which they were used first. An account is listed once something of
  /// it is stored, such as an open sign-in, or once it has a label; and until it is purged, whoever is signed in.
  ///
  /// If an account's records can't be read, its state says so. So it does if an ``Auth`` of the account has another
  /// configuration (``AuthErrorCode/configurationMismatch``). If the names themselves are damaged, an account is
  /// missing until an ``Auth`` of it is used again. If a newer version of the library has stored the names, the call
  /// fails with ``AuthErrorCode/storeCorrupt``.
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func storedAccounts() async throws -> [AuthStoredAccount] {
    try await overBridge { [bridge] handle in
      try await bridge.storedAccounts(call: handle).map(AuthStoredAccount.init)
    }
  }

  /// Gives an account a label, for the app's list of accounts, or removes it. An account that has nothing stored is
  /// listed once it has a label. The label is stored in the ``SecureStore``.
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

  /// Signs an account's user out, whoever that is, on this device or on all of them (Cognito: RevokeToken,
  /// GlobalSignOut). The account stays listed. It ends a sign-in that is under way, in whatever ``Auth`` of this
  /// process. Once started, the work goes on even if the task is cancelled.
  ///
  /// It fails if an ``Auth`` of the account has another configuration, and while the account is federated to the
  /// identity pool (``AuthErrorCode/federatedToIdentityPool``): let an ``Auth`` of it clear the federation, or purge
  /// the account.
  ///
  /// - Parameters:
  ///   - account: The account's name; `nil` for the default account.
  ///   - options: Where to sign out.
  /// - Returns: What failed.
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

  /// Removes all that an account has stored: its session, even one that can't be read, an open sign-in, its identity,
  /// its remembered devices, its name and its label. It sends no request, so the tokens stay valid at the service: sign
  /// out first, if you can. It ends a sign-in that is under way, in whatever ``Auth`` of this process. Once started,
  /// the work goes on even if the task is cancelled.
  ///
  /// - Parameter account: The account's name; `nil` for the default account.
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func purge(_ account: String?) async throws {
    try await overBridge { [bridge] handle in try await bridge.purge(account: account, call: handle) }
  }
}

#if canImport(Security)
  extension AuthAccounts {
    /// The accounts in the Keychain. Making it reads nothing from the Keychain, and sends nothing.
    ///
    /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration`` for a malformed configuration.
    public convenience init(configuration: AuthConfiguration) throws(AuthError) {
      try self.init(configuration: configuration, store: KeychainStore())
    }
  }
#endif
