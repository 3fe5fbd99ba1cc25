/// The first and second factors that a user can use.
public struct UserAuthFactors: Hashable, Sendable {
  /// The user name in the pool.
  public let username: String
  /// The first factors that the user has.
  public let firstFactors: [AuthFactorType]
  /// The enabled second factors.
  public let enabledMFATypes: [MFAType]
  /// The second factor that the service asks for, unless the user chooses another one.
  public let preferredMFAType: MFAType?

  /// Factors.
  public init(
    username: String, firstFactors: [AuthFactorType], enabledMFATypes: [MFAType] = [],
    preferredMFAType: MFAType? = nil
  ) {
    self.username = username
    self.firstFactors = firstFactors
    self.enabledMFATypes = enabledMFATypes
    self.preferredMFAType = preferredMFAType
  }
}
