import Foundation

/// The platform's authenticator; `nil` if the platform has no sheet for passkeys.
func platformPasskeys() -> (any PasskeyAuthenticator)? {
  #if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
    if #available(iOS 17.4, macOS 13.5, visionOS 1, *) { PlatformPasskeys() } else { nil }
  #else
    nil
  #endif
}

extension PasskeyFailure {
  /// The failure for an error of `ASAuthorizationController`. If the app does not belong to the passkey's domain, only
  /// the error's text says so: in every language, that text contains the app's id and the domain.
  init(authorizationError error: NSError, app: String?, domain: String) {
    let code = error.domain == Self.authorizationErrors ? error.code : nil
    let text = error.localizedDescription
    self =
      switch code {
      case 1001: .cancelled  // canceled
      case 1004 where text.contains(domain) && app.map(text.contains) ?? false: .domainMismatch  // failed
      case 1006: .alreadyRegistered  // matchedExcludedCredential
      default: .other
      }
  }

  /// `ASAuthorizationErrorDomain`.
  private static let authorizationErrors = "com.apple.AuthenticationServices.AuthorizationError"
}

#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import AuthenticationServices

  /// Passkeys in the user's keychain or password manager, by AuthenticationServices.
  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  struct PlatformPasskeys: PasskeyAuthenticator {
    func credential(for request: PasskeyRequest) async throws -> String {
      try await PasskeySheet(for: request).credential()
    }
  }

  /// The system's sheet, shown once.
  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  @MainActor
  private final class PasskeySheet: NSObject {
    private let request: PasskeyRequest
    private let domain: String
    private let window: AuthUIPresentationAnchor?
    private let result = FirstResult<String>()
    private var controller: ASAuthorizationController?

    init(for request: PasskeyRequest) throws {
      self.request = request
      domain = try request.domain()
      // If the app gave no window and has no key window, the system chooses a place.
      window = try? SheetScene.window(named: request.presentationAnchor, in: ASPresentationAnchor.scenes)
    }

    func credential() async throws -> String {
      try Task.checkCancellation()
      let controller = ASAuthorizationController(authorizationRequests: [try .passkey(request)])
      controller.delegate = self
      if window != nil {
        controller.presentationContextProvider = self
      }
      self.controller = controller
      defer { self.controller = nil }
      controller.performRequests()
      return try await result.value { self.controller?.cancel() }
    }
  }

  // The system calls these functions on the main thread, but older SDKs do not declare this.
  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  extension PasskeySheet: ASAuthorizationControllerDelegate, ASAuthorizationControllerPresentationContextProviding {
    nonisolated func authorizationController(
      controller: ASAuthorizationController, didCompleteWithAuthorization authorization: ASAuthorization
    ) {
      result.end(with: Result { try authorization.passkeyJSON() })
    }

    nonisolated func authorizationController(
      controller: ASAuthorizationController, didCompleteWithError error: any Error
    ) {
      let failure = PasskeyFailure(
        authorizationError: error as NSError, app: Bundle.main.bundleIdentifier, domain: domain)
      result.end(with: .failure(failure))
    }

    nonisolated func presentationAnchor(for controller: ASAuthorizationController) -> ASPresentationAnchor {
      // The system calls this only if there is a window: without one, `presentationContextProvider` is not set.
      MainActor.assumeIsolated { window ?? ASPresentationAnchor() }
    }
  }

  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  extension ASAuthorizationRequest {
    /// The service's options as a request to the system.
    fileprivate static func passkey(_ request: PasskeyRequest) throws -> ASAuthorizationRequest {
      let json = Data(request.optionsJSON.utf8)
      return switch request.ceremony {
      case .registration: registration(try JSONDecoder().decode(PasskeyCreationOptions.self, from: json))
      case .authentication: assertion(try JSONDecoder().decode(PasskeyAssertionOptions.self, from: json))
      }
    }

    private static func registration(_ options: PasskeyCreationOptions) -> ASAuthorizationRequest {
      let provider = ASAuthorizationPlatformPublicKeyCredentialProvider(relyingPartyIdentifier: options.rp.id)
      let request = provider.createCredentialRegistrationRequest(
        challenge: options.challenge.bytes, name: options.user.name, userID: options.user.id.bytes)
      if let preference = options.authenticatorSelection?.userVerification {
        request.userVerificationPreference = .init(rawValue: preference)
      }
      if let attestation = options.attestation {
        request.attestationPreference = .init(rawValue: attestation)
      }
      if #available(macOS 14.4, visionOS 1.1, *) {
        request.excludedCredentials = descriptors(options.excludeCredentials)
      }
      return request
    }

    private static func assertion(_ options: PasskeyAssertionOptions) -> ASAuthorizationRequest {
      let provider = ASAuthorizationPlatformPublicKeyCredentialProvider(relyingPartyIdentifier: options.rpId)
      let request = provider.createCredentialAssertionRequest(challenge: options.challenge.bytes)
      if let preference = options.userVerification {
        request.userVerificationPreference = .init(rawValue: preference)
      }
      request.allowedCredentials = descriptors(options.allowCredentials)
      return request
    }

    private static func descriptors(
      _ passkeys: [PasskeyDescriptor]?
    ) -> [ASAuthorizationPlatformPublicKeyCredentialDescriptor] {
      (passkeys ?? []).map { ASAuthorizationPlatformPublicKeyCredentialDescriptor(credentialID: $0.id.bytes) }
    }
  }

  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  extension ASAuthorization {
    /// The credential in the service's form.
    fileprivate func passkeyJSON() throws -> String {
      switch credential {
      case let passkey as ASAuthorizationPlatformPublicKeyCredentialRegistration:
        guard let attestationObject = passkey.rawAttestationObject else { throw PasskeyFailure.other }
        return try PasskeyCredential(
          id: passkey.credentialID, attachment: passkey.attachment,
          response: PasskeyAttestation(
            clientData: passkey.rawClientDataJSON, attestationObject: attestationObject,
            transports: passkey.attachment == .platform ? ["internal", "hybrid"] : ["hybrid"])
        ).json()
      case let passkey as ASAuthorizationPlatformPublicKeyCredentialAssertion:
        return try PasskeyCredential(
          id: passkey.credentialID, attachment: passkey.attachment,
          response: PasskeyAssertion(
            clientData: passkey.rawClientDataJSON, authenticatorData: passkey.rawAuthenticatorData,
            signature: passkey.signature, userHandle: passkey.userID)
        ).json()
      default:
        throw PasskeyFailure.other
      }
    }
  }

  @available(iOS 17.4, macOS 13.5, visionOS 1, *)
  extension PasskeyCredential {
    fileprivate init(id: Data, attachment: ASAuthorizationPublicKeyCredentialAttachment, response: Response) {
      self.init(
        id: id, authenticatorAttachment: attachment == .platform ? "platform" : "cross-platform", response: response)
    }
  }
#endif
