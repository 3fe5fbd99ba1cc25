import CognitoAuth

/// Amplify's options of a sign-in on web pages.
public struct AWSAuthWebUISignInOptions: Sendable {
  /// Amplify's name for ``AuthWebUIPrompt``.
  public typealias Prompt = AuthWebUIPrompt

  let options: AuthWebUISignInRequest.Options

  /// The options of ``AuthWebUISignInRequest/Options``, under Amplify's names.
  public init(
    idpIdentifier: String? = nil, preferPrivateSession: Bool = false, nonce: String? = nil, language: String? = nil,
    loginHint: String? = nil, prompt: [Prompt]? = nil, resource: String? = nil
  ) {
    options = AuthWebUISignInRequest.Options(
      idpIdentifier: idpIdentifier, language: language, loginHint: loginHint, prompt: prompt ?? [], nonce: nonce,
      resource: resource, prefersPrivateSession: preferPrivateSession)
  }
}

extension AuthWebUISignInRequest.Options {
  /// Takes the plugin's options, and adds the scopes to them.
  public init(scopes: [String]? = nil, pluginOptions: AWSAuthWebUISignInOptions?) {
    self = pluginOptions?.options ?? Self()
    self.scopes = scopes ?? []
  }

  /// Options for a page that shares no cookies with the browser.
  public static func preferPrivateSession() -> Self {
    Self(prefersPrivateSession: true)
  }
}

#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  extension AuthSignInRequest.Options {
    /// Takes the plugin's options, and adds the window for the passkey sheet.
    public init(presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, pluginOptions: Self?) {
      self = pluginOptions ?? Self()
      if let presentationAnchorForWebAuthn { self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn }
    }
  }

  extension AuthConfirmSignInRequest.Options {
    /// Takes the plugin's options, and adds the window for the passkey sheet.
    public init(presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, pluginOptions: Self?) {
      self = pluginOptions ?? Self()
      if let presentationAnchorForWebAuthn { self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn }
    }
  }

  /// The options of a sign-out that also removes the browser's cookie. In Amplify, the options contain the window. In
  /// this library, the window is an argument of the call.
  public struct AuthWebUISignOutOptions: Sendable {
    let globalSignOut: Bool
    let presentationAnchor: AuthUIPresentationAnchor?

    /// Options with a window for the browser's sheet.
    public init(globalSignOut: Bool = false, presentationAnchor: AuthUIPresentationAnchor?) {
      self.globalSignOut = globalSignOut
      self.presentationAnchor = presentationAnchor
    }

    /// Options with only a window.
    public static func presentationAnchor(_ anchor: AuthUIPresentationAnchor) -> Self {
      Self(presentationAnchor: anchor)
    }
  }

  extension AuthClient {
    /// Signs the user out, and removes the cookie of a sign-in on the web, as
    /// ``AuthClient/signOut(presentationAnchor:options:)`` does.
    @discardableResult
    public func signOut(options: AuthWebUISignOutOptions) async -> AuthSignOutResult {
      await signOut(
        presentationAnchor: options.presentationAnchor, options: .init(globalSignOut: options.globalSignOut))
    }

    /// Registers a passkey, with the sheet on the given window.
    public func associateWebAuthnCredential(
      presentationAnchor: AuthUIPresentationAnchor?, options: NoOptions?
    ) async throws {
      try await associateWebAuthnCredential(presentationAnchor: presentationAnchor)
    }
  }
#endif
