#if canImport(AuthenticationServices)
  import AuthenticationServices
  import Foundation

  #if canImport(UIKit)
    import UIKit
  #elseif canImport(AppKit)
    import AppKit
  #endif

  /// The system's browser sheet, by AuthenticationServices.
  @available(tvOS 16, *)
  struct PlatformBrowser: WebBrowser {
    let window: AuthUIPresentationAnchor?

    /// - Parameter window: The window that the sheet belongs to; the key window if `nil`.
    init(on window: AuthUIPresentationAnchor?) {
      self.window = window
    }

    func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
      let callback = try RedirectCallback(redirectURI: request.redirectURI)
      let url = try await WebSheet.shown(on: window, for: request, endingAt: callback)
      return WebBrowserRedirect(url: url, isPrivate: request.prefersPrivateSession && Self.honorsPrivateSessions)
    }

    /// Whether the system shows a private page whenever the app asks for one. On macOS the sheet belongs to the user's
    /// default browser, which may not have private pages. The system does not tell the app whether the page was
    /// private. On tvOS an app can't ask for a private page.
    private static var honorsPrivateSessions: Bool {
      #if os(macOS) || os(tvOS) || targetEnvironment(macCatalyst)
        false
      #else
        true
      #endif
    }
  }

  /// The system's sheet, shown once.
  @available(tvOS 16, *)
  @MainActor
  private final class WebSheet: NSObject {
    private let window: SheetWindow
    private let result = FirstResult<URL>()
    /// The session is kept here until there is a result, because the system closes the sheet when the session is freed.
    private var session: ASWebAuthenticationSession?

    private init(on window: SheetWindow) {
      self.window = window
    }

    /// Shows a page. Returns the redirect once the sheet is closed.
    static func shown(
      on window: AuthUIPresentationAnchor?, for request: WebBrowserRequest, endingAt callback: RedirectCallback
    ) async throws -> URL {
      try await WebSheet(on: SheetWindow(named: window)).redirect(for: request, endingAt: callback)
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
      #if !os(tvOS)
        session.prefersEphemeralWebBrowserSession = request.prefersPrivateSession
      #endif
      #if !os(tvOS) && !os(watchOS)
        session.presentationContextProvider = self
      #endif
      self.session = session
      defer { self.session = nil }
      if !session.start() {
        result.end(with: .failure(WebBrowserFailure.notShown))
      }
      return try await result.value { self.session?.cancel() }
    }
  }

  @available(tvOS 16, *)
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
        guard #available(iOS 17.4, macOS 14.4, tvOS 17.4, watchOS 10.4, visionOS 1.1, *) else { throw .unavailable }
        return ASWebAuthenticationSession(
          url: url, callback: .https(host: host, path: path), completionHandler: handler)
      }
    }
  }

  #if os(tvOS) || os(watchOS)
    /// What the sheet covers. Here this is always the whole screen.
    private struct SheetWindow {
      init(named window: AuthUIPresentationAnchor?) {}
    }
  #else
    /// What the sheet covers: a window.
    @MainActor
    private struct SheetWindow {
      let window: ASPresentationAnchor

      /// - Throws: ``WebBrowserFailure/notShown`` if the app gives no window, and has no key window.
      init(named window: AuthUIPresentationAnchor?) throws(WebBrowserFailure) {
        self.window = try SheetScene.window(named: window, in: ASPresentationAnchor.scenes)
      }
    }

    // The system calls this function on the main thread, but older SDKs do not declare this.
    extension WebSheet: ASWebAuthenticationPresentationContextProviding {
      nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
        MainActor.assumeIsolated { window.window }
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
#endif
