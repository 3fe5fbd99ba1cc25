#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import AuthenticationServices

  /// The window that the platform's sheet for passkeys, or the sheet of the browser, belongs to.
  public typealias AuthUIPresentationAnchor = ASPresentationAnchor

  /// The place of the platform's sheet for passkeys: a window, if the app gave one.
  struct PresentationAnchor: Equatable, Sendable {
    var window: AuthUIPresentationAnchor?
  }
#else
  #if canImport(AuthenticationServices)
    /// The window that the sheet of the browser belongs to. On tvOS and watchOS, it belongs to none: `nil` is the only
    /// value.
    public typealias AuthUIPresentationAnchor = Never
  #endif

  /// Empty: the library shows no sheet for passkeys on this platform.
  struct PresentationAnchor: Equatable, Sendable {}
#endif

#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  extension AuthSignInRequest.Options {
    /// The window on which the platform asks for a passkey; the key window if `nil`.
    public var presentationAnchorForWebAuthn: AuthUIPresentationAnchor? {
      get { presentationAnchor.window }
      set { presentationAnchor.window = newValue }
    }

    /// Options of a sign-in in which the platform can ask for a passkey.
    public init(
      presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, authFlowType: AuthFlowType? = nil,
      clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil
    ) {
      self.init(authFlowType: authFlowType, clientMetadata: clientMetadata, userContextData: userContextData)
      self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn
    }
  }

  extension AuthConfirmSignInRequest.Options {
    /// The window on which the platform asks for a passkey, if the answer chooses the passkey as the factor; the key
    /// window if `nil`.
    public var presentationAnchorForWebAuthn: AuthUIPresentationAnchor? {
      get { presentationAnchor.window }
      set { presentationAnchor.window = newValue }
    }

    /// Options of an answer after which the platform can ask for a passkey.
    public init(
      presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, clientMetadata: [String: String] = [:],
      userContextData: UserContextData? = nil
    ) {
      self.init(clientMetadata: clientMetadata, userContextData: userContextData)
      self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn
    }
  }

  extension PasskeyRequest {
    /// The window that the app gave for the sheet, if it gave one.
    public var presentationAnchor: AuthUIPresentationAnchor? { anchor.window }
  }
#endif
