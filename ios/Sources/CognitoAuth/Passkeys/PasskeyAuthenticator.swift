/// Asks the user for passkeys: the platform's authenticator, or one of the app's own. It is never called on the app's
/// thread.
public protocol PasskeyAuthenticator: Sendable {
  /// Asks the user for a credential. There is no time limit: a sheet stays for as long as the user wants. Close the
  /// sheet when the `Task` is cancelled, because nobody waits for the credential any more.
  ///
  /// - Returns: The credential in its JSON form (Web Authentication, section 5.1: `RegistrationResponseJSON` or
  ///   `AuthenticationResponseJSON`).
  /// - Throws: ``PasskeyFailure``; the library takes any other error for ``PasskeyFailure/other``.
  func credential(for request: PasskeyRequest) async throws -> String
}

/// A request to the user's authenticator.
public struct PasskeyRequest: Sendable {
  /// Whether to register a passkey or to sign in with one.
  public let ceremony: PasskeyCeremony
  /// The options in their JSON form (Web Authentication, section 5.1: `PublicKeyCredentialCreationOptionsJSON` or
  /// `PublicKeyCredentialRequestOptionsJSON`).
  public let optionsJSON: String
  let anchor: PresentationAnchor

  init(ceremony: PasskeyCeremony, optionsJSON: String, anchor: PresentationAnchor) {
    self.ceremony = ceremony
    self.optionsJSON = optionsJSON
    self.anchor = anchor
  }

  /// A request, for a test of the app's own authenticator.
  public init(ceremony: PasskeyCeremony, optionsJSON: String) {
    self.init(ceremony: ceremony, optionsJSON: optionsJSON, anchor: PresentationAnchor())
  }
}

/// What an authenticator does with a passkey.
public enum PasskeyCeremony: Hashable, Sendable {
  /// The authenticator makes a new passkey.
  case registration
  /// The authenticator signs in with a passkey that the user has.
  case authentication
}

/// Why an authenticator returned no credential.
public enum PasskeyFailure: Error, Hashable, Sendable, CaseIterable {
  /// The user closed the platform's sheet. Apple's sheet reports this too if there is no passkey to choose.
  case cancelled
  /// The device or its system's version does not support passkeys.
  case unsupported
  /// The user has no passkey for this app on this device. Apple's sheet never reports this.
  case noCredential
  /// The authenticator already has a passkey of this user.
  case alreadyRegistered
  /// The app does not belong to the domain that the passkeys are for.
  case domainMismatch
  /// The authenticator dropped the request without a result.
  case unanswered
  /// Anything else.
  case other
}
