#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import AuthenticationServices

  /// The window that a sheet of the platform's belongs to.
  public typealias AuthUIPresentationAnchor = ASPresentationAnchor

  /// Where the platform shows a sheet: on a window, if the app gave one.
  struct PresentationAnchor: Equatable, Sendable {
    var window: AuthUIPresentationAnchor?
  }
#else
  /// Where the platform shows a sheet: here it has none.
  struct PresentationAnchor: Equatable, Sendable {}
#endif

/// The anchors of the calls under way. The core, which asks for a passkey, knows nothing of windows: a sheet is shown
/// on the anchor of the newest call, because a newer sign-in ends an older one.
typealias PresentationAnchors = UnderWay<PresentationAnchor>

/// What each call under way brought with it.
final class UnderWay<Value: Sendable>: Sendable {
  private let calls = Protected<(last: Int, brought: [(number: Int, value: Value)])>((0, []))

  /// What the newest call brought.
  var newest: Value? { calls.withLock { $0.brought.last?.value } }

  /// A call begins; the number is for its end.
  func begin(with value: Value) -> Int {
    calls.withLock { calls in
      calls.last += 1
      calls.brought.append((calls.last, value))
      return calls.last
    }
  }

  func end(_ number: Int) {
    calls.withLock { $0.brought.removeAll { $0.number == number } }
  }
}

#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  extension AuthSignInRequest.Options {
    /// The window on which the platform asks for a passkey.
    public var presentationAnchorForWebAuthn: AuthUIPresentationAnchor? {
      get { presentationAnchor.window }
      set { presentationAnchor.window = newValue }
    }

    /// Options of a sign-in that may ask for a passkey.
    public init(
      presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, authFlowType: AuthFlowType? = nil,
      clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil
    ) {
      self.init(authFlowType: authFlowType, clientMetadata: clientMetadata, userContextData: userContextData)
      self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn
    }
  }

  extension AuthConfirmSignInRequest.Options {
    /// The window on which the platform asks for a passkey, if that is what was chosen.
    public var presentationAnchorForWebAuthn: AuthUIPresentationAnchor? {
      get { presentationAnchor.window }
      set { presentationAnchor.window = newValue }
    }

    /// Options of an answer that may ask for a passkey.
    public init(
      presentationAnchorForWebAuthn: AuthUIPresentationAnchor?, clientMetadata: [String: String] = [:],
      userContextData: UserContextData? = nil
    ) {
      self.init(clientMetadata: clientMetadata, userContextData: userContextData)
      self.presentationAnchorForWebAuthn = presentationAnchorForWebAuthn
    }
  }

  extension PasskeyRequest {
    /// The window that the app gave for the sheet, if it did.
    public var presentationAnchor: AuthUIPresentationAnchor? { anchor.window }
  }

  extension Auth {
    /// Registers a passkey for the signed-in user, and asks on the given window (Cognito: StartWebAuthnRegistration,
    /// CompleteWebAuthnRegistration). The time that the user takes does not count.
    ///
    /// - Throws: ``AuthError``, with the code `passkeyCancelled` if the user closed the sheet, `passkeyUnsupported`
    ///   where there are no passkeys; `CancellationError` if the task is cancelled.
    public func associateWebAuthnCredential(presentationAnchor: AuthUIPresentationAnchor?) async throws {
      try await associateWebAuthnCredential(presentingOn: PresentationAnchor(window: presentationAnchor))
    }

    /// Registers a passkey for the signed-in user, and asks on the given window.
    @preconcurrency @discardableResult
    public func associateWebAuthnCredential(
      presentationAnchor: AuthUIPresentationAnchor?, completion: AuthCompletion<Void>? = nil
    ) -> AuthOperation<Void> {
      start(completion) { try await $0.associateWebAuthnCredential(presentationAnchor: presentationAnchor) }
    }
  }
#endif
