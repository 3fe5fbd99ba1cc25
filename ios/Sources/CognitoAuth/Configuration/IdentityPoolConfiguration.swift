/// A Cognito identity pool, which gives AWS credentials.
public struct IdentityPoolConfiguration: Hashable, Sendable {
  /// The identity pool's id: `<region>:<GUID>`, up to 55 characters.
  public var poolId: String
  /// Whether the app may ask for credentials while nobody is signed in. In a configuration made in code, the default is
  /// `false`; a configuration file allows guests unless it says otherwise. The service refuses guests if the identity
  /// pool does not allow unauthenticated identities.
  public var allowsGuests: Bool

  /// An identity pool.
  public init(poolId: String, allowsGuests: Bool = false) {
    self.poolId = poolId
    self.allowsGuests = allowsGuests
  }

  /// The AWS region of the pool: the part of its id before the colon.
  public var region: String { poolId.contains(":") ? String(poolId.prefix { $0 != ":" }) : "" }
}
