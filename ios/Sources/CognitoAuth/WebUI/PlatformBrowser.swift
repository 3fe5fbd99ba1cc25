#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import AuthenticationServices
  import Foundation

  #if canImport(UIKit)
    import UIKit
  #elseif canImport(AppKit)
    import AppKit
  #endif

  /// The system's browser sheet, by AuthenticationServices.
  struct PlatformBrowser: WebBrowser {
    let anchor: PresentationAnchor

    /// - Parameter window: The window that the sheet belongs to; the key window if `nil`.
    init(on window: AuthUIPresentationAnchor?) {
      anchor = PresentationAnchor(window: window)
    }

    func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
      let callback = try RedirectCallback(redirectURI: request.redirectURI)
      let url = try await WebSheet.shown(on: anchor.window, for: request, endingAt: callback)
      return WebBrowserRedirect(url: url, isPrivate: request.prefersPrivateSession && Self.honorsPrivateSessions)
    }

    /// Whether the system shows a private page whenever the app asks for one. On macOS the sheet belongs to the user's
    /// default browser, which may not have private pages. The system does not tell the app whether the page was
    /// private.
    private static var honorsPrivateSessions: Bool {
      #if os(macOS) || targetEnvironment(macCatalyst)
        false
      #else
        true
      #endif
    }
  }

  /// The system's sheet, shown once.
  @MainActor
  private final class WebSheet: NSObject {
    private let window: AuthUIPresentationAnchor
    private let result = FirstResult<URL>()
    /// The session is kept here until there is a result, because the system closes the sheet when the session is freed.
    private var session: ASWebAuthenticationSession?

    private init(on window: AuthUIPresentationAnchor) {
      self.window = window
    }

    /// Shows a page. Returns the redirect once the sheet is closed.
    static func shown(
      on window: AuthUIPresentationAnchor?, for request: WebBrowserRequest, endingAt callback: RedirectCallback
    ) async throws -> URL {
      let window = try SheetScene.window(named: window, in: ASPresentationAnchor.scenes)
      return try await WebSheet(on: window).redirect(for: request, endingAt: callback)
    }

    private func redirect(for request: WebBrowserRequest, endingAt callback: RedirectCallback) async throws -> URL {
      try Task.checkCancellation()
      let session = try ASWebAuthenticationSession.ending(at: callback, url: request.url) { [result] url, error in
        if let url {
          result.end(with: .success(url))
        } else {
          let failure = WebBrowserFailure(sessionError: error.map { $0 as NSError }, endingAt: callback)
          result.end(with: .failure(failure))
        }
      }
      session.presentationContextProvider = self
      session.prefersEphemeralWebBrowserSession = request.prefersPrivateSession
      self.session = session
      defer { self.session = nil }
      if !session.start() {
        result.end(with: .failure(WebBrowserFailure.notShown))
      }
      return try await result.value { self.session?.cancel() }
    }
  }

  // The system calls this function on the main thread, but older SDKs do not declare this.
  extension WebSheet: ASWebAuthenticationPresentationContextProviding {
    nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
      MainActor.assumeIsolated { window }
    }
  }

  extension ASWebAuthenticationSession {
    /// A session whose sheet closes when the page is redirected to `callback`.
    ///
    /// - Throws: ``WebBrowserFailure/unavailable`` if the redirect is `https` and the system's version does not support
    ///   such redirects.
    fileprivate static func ending(
      at callback: RedirectCallback, url: URL, then handler: @escaping @Sendable (URL?, (any Error)?) -> Void
    ) throws(WebBrowserFailure) -> ASWebAuthenticationSession {
      switch callback {
      case .scheme(let scheme):
        return ASWebAuthenticationSession(url: url, callbackURLScheme: scheme, completionHandler: handler)
      case .https(let host, let path):
        guard #available(iOS 17.4, macOS 14.4, visionOS 1.1, *) else { throw .unavailable }
        return ASWebAuthenticationSession(
          url: url, callback: .https(host: host, path: path), completionHandler: handler)
      }
    }
  }

  extension ASPresentationAnchor {
    /// The app's scenes. On macOS the list has one scene, with the key window, or with the main window if there is no
    /// key window.
    @MainActor static var scenes: [SheetScene<ASPresentationAnchor>] {
      #if os(macOS)
        let window = NSApplication.shared.keyWindow ?? NSApplication.shared.mainWindow
        return [SheetScene(isActive: true, keyWindow: window)]
      #else
        // App extensions must not use `UIApplication.shared`: a file that contains this name does not compile for an
        // extension. So this code calls the method by its selector.
        let shared = NSSelectorFromString("sharedApplication")
        guard UIApplication.responds(to: shared),
          let application = UIApplication.perform(shared)?.takeUnretainedValue() as? UIApplication
        else { return [] }
        return application.connectedScenes.map { scene in
          let windows = (scene as? UIWindowScene)?.windows ?? []
          return SheetScene(
            isActive: scene.activationState == .foregroundActive, keyWindow: windows.first { $0.isKeyWindow })
        }
      #endif
    }
  }
#endif
