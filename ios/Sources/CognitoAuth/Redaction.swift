/// A value that contains secrets or personal data. `print`, string interpolation, `dump` and a debugger's default view
/// show only its `description`, not its fields.
public protocol SecretBearing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension SecretBearing {
  /// The type's name, in place of its content.
  public var description: String { "\(Self.self)([redacted])" }
  /// The same as `description`.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension UserPoolTokens: SecretBearing {}
extension TOTPSetupDetails: SecretBearing {}
extension UserContextData: SecretBearing {}

extension AuthUser: SecretBearing {
  /// The user's id, without the user name, which may be an address.
  public var description: String { "AuthUser(\(userId))" }
}

extension UserAuthFactors: SecretBearing {
  /// The factors, without the user name, which may be an address.
  public var description: String {
    let preferred = preferredMFAType.map { "\($0)" } ?? "none"
    return "UserAuthFactors(first: \(firstFactors), enabled: \(enabledMFATypes), preferred: \(preferred))"
  }
}

extension AuthUserAttribute: SecretBearing {
  /// The key alone.
  public var description: String { "AuthUserAttribute(\(key.name), [redacted])" }
}

extension UserPoolConfiguration: SecretBearing {
  /// The region, the pool, the app client and the endpoint, without the app client's secret.
  public var description: String {
    "UserPoolConfiguration(\(region), \(poolId), \(clientId), \(endpoint ?? "AWS"))"
  }
}

extension HttpRequest: SecretBearing {
  /// The method and the address without its query.
  public var description: String { "HttpRequest(\(method) \(url.prefix { $0 != "?" }))" }
}

extension PasskeyRequest: SecretBearing {
  /// The ceremony.
  public var description: String { "PasskeyRequest(\(ceremony))" }
}

extension HttpResponse: SecretBearing {
  /// The status.
  public var description: String { "HttpResponse(\(status))" }
}

extension AuthSignUpStep: SecretBearing {
  /// The case with its payload, without the session.
  public var description: String {
    switch self {
    case .confirmUser(let deliveryDetails, let info, let userId):
      "confirmUser(\(String(describing: deliveryDetails)), \(String(describing: info)), \(String(describing: userId)))"
    case .completeAutoSignIn: "completeAutoSignIn([redacted])"
    case .done: "done"
    }
  }
}
