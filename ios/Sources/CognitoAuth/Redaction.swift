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
extension AuthAWSCredentials: SecretBearing {}
extension TOTPSetupDetails: SecretBearing {}
extension UserContextData: SecretBearing {}
extension AuthWebUISignInRequest.Options: SecretBearing {}
extension APIAuthorizer: SecretBearing {}

extension AuthUser: SecretBearing {
  /// The user's id, without the user name, which can be an address.
  public var description: String { "AuthUser(\(userId))" }
}

extension TokenClaims: SecretBearing {
  /// The user's id, the times, and the names of the custom attributes.
  public var description: String {
    let times = [issuedAt, expiresAt].map { $0.map { "\($0.timeIntervalSince1970)" } ?? "none" }
    return "TokenClaims(\(userId ?? "none"), issued \(times[0]), expires \(times[1]), \(names(of: customAttributes)))"
  }
}

extension AuthPendingSignIn: SecretBearing {
  /// The next step, without the user name, which can be an address.
  public var description: String { "AuthPendingSignIn(\(nextStep))" }
}

extension AuthSessionEnd: SecretBearing {
  /// The reason, without the user name, which can be an address.
  public var description: String { "AuthSessionEnd(\(reason))" }
}

extension AuthStoredAccount: SecretBearing {
  /// The account and its state, without the label, which can name a person.
  public var description: String { "AuthStoredAccount(\(account ?? "default"), \(state))" }
}

extension AuthMoveReport: SecretBearing {
  /// What was taken over, and the warnings.
  public var description: String {
    let from = source.map { "\($0)" } ?? "none"
    let user = user.map { "\($0)" } ?? "none"
    return "AuthMoveReport(from \(from), user: \(user), devices: \(devices), identity: \(hasIdentity), \(warnings))"
  }
}

extension UserAuthFactors: SecretBearing {
  /// The factors, without the user name, which can be an address.
  public var description: String {
    let preferred = preferredMFAType.map { "\($0)" } ?? "none"
    return "UserAuthFactors(first: \(firstFactors), enabled: \(enabledMFATypes), preferred: \(preferred))"
  }
}

extension AuthUserAttribute: SecretBearing {
  /// The key, without the value.
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
  /// The ceremony: whether a passkey is registered or used.
  public var description: String { "PasskeyRequest(\(ceremony))" }
}

extension WebBrowserRequest: SecretBearing {
  /// The redirect URI, without the address to open.
  public var description: String { "WebBrowserRequest(\(redirectURI))" }
}

extension WebBrowserRedirect: SecretBearing {
  /// Whether the page was private, without the address.
  public var description: String { "WebBrowserRedirect(isPrivate: \(isPrivate))" }
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
      "confirmUser(\(String(describing: deliveryDetails)), \(names(of: info)), \(String(describing: userId)))"
    case .completeAutoSignIn: "completeAutoSignIn([redacted])"
    case .done: "done"
    }
  }
}

extension AuthSignInStep: SecretBearing {
  /// The case with its payload. It shows only the names in the additional information: the values are personal data.
  public var description: String {
    switch self {
    case .confirmSignInWithSMSMFACode(let details, let info):
      "confirmSignInWithSMSMFACode(\(details), \(names(of: info)))"
    case .confirmSignInWithCustomChallenge(let info): "confirmSignInWithCustomChallenge(\(names(of: info)))"
    case .confirmSignInWithNewPassword(let info): "confirmSignInWithNewPassword(\(names(of: info)))"
    case .confirmSignInWithPassword: "confirmSignInWithPassword"
    case .confirmSignInWithTOTPCode: "confirmSignInWithTOTPCode"
    case .confirmSignInWithOTP(let details): "confirmSignInWithOTP(\(details))"
    case .continueSignInWithTOTPSetup(let details): "continueSignInWithTOTPSetup(\(details))"
    case .continueSignInWithMFASelection(let types): "continueSignInWithMFASelection(\(types))"
    case .continueSignInWithEmailMFASetup: "continueSignInWithEmailMFASetup"
    case .continueSignInWithMFASetupSelection(let types): "continueSignInWithMFASetupSelection(\(types))"
    case .continueSignInWithFirstFactorSelection(let factors): "continueSignInWithFirstFactorSelection(\(factors))"
    case .resetPassword(let info): "resetPassword(\(names(of: info)))"
    case .confirmSignUp(let info): "confirmSignUp(\(names(of: info)))"
    case .done: "done"
    }
  }
}

extension AuthDevice: SecretBearing {
  /// The id and the names of the attributes. It leaves out the device's name, which can contain the owner's name.
  public var description: String { "AuthDevice(\(id), \(names(of: attributes)))" }
}

extension AuthConfiguration: SecretBearing {
  /// The user pool, the default flow and the deadline. It leaves out the device's name, which can contain the owner's
  /// name.
  public var description: String { "AuthConfiguration(\(userPool), \(defaultFlow), \(deadline))" }
}

extension AuthSignUpRequest.Options: SecretBearing {
  /// The attributes, the validation data and the client metadata: only the names, without the values.
  public var description: String {
    "Options(\(userAttributes), validationData: \(names(of: validationData)), \(shown(clientMetadata)))"
  }
}

extension AuthConfirmSignUpRequest.Options: SecretBearing {
  /// `forceAliasCreation`, and the names in the client metadata.
  public var description: String { "Options(forceAliasCreation: \(forceAliasCreation), \(shown(clientMetadata)))" }
}

extension AuthResendSignUpCodeRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension AuthSignInRequest.Options: SecretBearing {
  /// The flow, and the names in the client metadata.
  public var description: String {
    "Options(\(authFlowType.map { "\($0)" } ?? "default flow"), \(shown(clientMetadata)))"
  }
}

extension AuthConfirmSignInRequest.Options: SecretBearing {
  /// The attributes and the client metadata: only the names, without the values.
  public var description: String { "Options(\(userAttributes), \(shown(clientMetadata)))" }
}

extension AuthFetchSessionRequest.Options: SecretBearing {
  /// The options, and the names in the client metadata.
  public var description: String {
    let parts = "withoutCredentials: \(withoutCredentials), withoutGuests: \(withoutGuests)"
    return "Options(forceRefresh: \(forceRefresh), \(parts), minimumValidity: \(minimumValidity), "
      + "\(shown(clientMetadata)))"
  }
}

extension AuthUpdateUserAttributeRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension AuthUpdateUserAttributesRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension AuthSendUserAttributeVerificationCodeRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension AuthResetPasswordRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension AuthConfirmResetPasswordRequest.Options: SecretBearing {
  /// The names in the client metadata.
  public var description: String { "Options(\(shown(clientMetadata)))" }
}

extension VerifyTOTPSetupRequest.Options: SecretBearing {}

/// The names of values, without the values.
private func names(of values: [String: String]?) -> [String] {
  (values ?? [:]).keys.sorted()
}

/// The names in the client metadata, without the values. An app passes client metadata to its pool's triggers.
private func shown(_ clientMetadata: [String: String]) -> String {
  "clientMetadata: \(names(of: clientMetadata))"
}
