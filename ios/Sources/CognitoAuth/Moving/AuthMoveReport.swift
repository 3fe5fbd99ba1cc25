/// What was taken over from the library that the app used before. A printed report shows neither the user name nor the
/// id for threat protection.
public struct AuthMoveReport: Equatable, Sendable {
  /// The former library whose data was found; `nil` if nothing was taken over, because the data could not be read or
  /// understood, or because the session was incomplete.
  public let source: AuthMoveSource?
  /// The signed-in user, if somebody was signed in.
  public let user: AuthUser?
  /// How many remembered devices were taken over.
  public let devices: Int
  /// Whether the identity pool's identity was taken over.
  public let hasIdentity: Bool
  /// The id that the former library sent for threat protection. If your app collects the data for threat
  /// protection, it can keep this id.
  public let fingerprintId: String?
  /// What was not taken over, and why.
  public let warnings: [AuthMoveWarning]

  /// A report, such as one for a test's own ``AuthClient``.
  public init(
    source: AuthMoveSource?, user: AuthUser? = nil, devices: Int = 0, hasIdentity: Bool = false,
    fingerprintId: String? = nil, warnings: [AuthMoveWarning] = []
  ) {
    self.source = source
    self.user = user
    self.devices = devices
    self.hasIdentity = hasIdentity
    self.fingerprintId = fingerprintId
    self.warnings = warnings
  }
}

/// The former library whose data was found.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthMoveSource: Hashable, Sendable {
  /// Amplify for Swift, version 2.
  case amplifySwift
  /// AWSMobileClient, or Amplify version 1.
  case mobileClientIOS
}

/// Why something was not taken over. The value names no user, and contains no secret.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthMoveWarning: Hashable, Sendable {
  /// The session can't be understood: it is damaged, or of an unknown form.
  case undecodableSession
  /// A token of the session is missing, or the tokens are of different users.
  case incompleteSession
  /// The session belongs to another app client or user pool.
  case otherAppClient
  /// A session that Amplify stored under a name is not taken over. Amplify's stand-alone client, a beta version for
  /// iOS, can keep several sessions side by side: one without a name, and others with one.
  case namedSessionIgnored
  /// A device, or the id for threat protection, can't be understood.
  case undecodableDevice
  /// The identity pool's identity can't be understood.
  case undecodableIdentity
  /// The key that encrypts the storage is lost.
  case keyLost
  /// The app is not allowed to read the storage: an entitlement is missing, for example.
  case storageMisconfigured
  /// A federated login without a user pool is not taken over: the app federates again.
  case federationIgnored
  /// AWS credentials are not taken over: the library gets new ones.
  case credentialsIgnored
}
