internal import CognitoAuthBindings
import Foundation

extension AuthWebUISignInRequest.Options {
  func bridged(for provider: AuthProvider?) -> WebSignInOptions {
    WebSignInOptions(
      provider: provider?.bridged, idpIdentifier: idpIdentifier, scopes: scopes, language: language,
      loginHint: loginHint, prompt: prompt.map(\.bridged), nonce: nonce, resource: resource,
      prefersPrivateSession: prefersPrivateSession, redirectUri: redirectURI,
      identityExpectation: identityExpectation.bridged, waitsForBrowser: waitsForBrowser)
  }
}

extension AuthProvider {
  fileprivate var bridged: CognitoAuthBindings.AuthProvider {
    switch self {
    case .amazon: .amazon
    case .apple: .apple
    case .facebook: .facebook
    case .google: .google
    case .oidc(let name), .saml(let name), .custom(let name): .named(name)
    }
  }
}

extension AuthWebUIPrompt {
  fileprivate var bridged: CognitoAuthBindings.WebPrompt {
    switch self {
    case .none: .none
    case .login: .login
    case .selectAccount: .selectAccount
    case .consent: .consent
    }
  }
}

extension AuthIdentityExpectation {
  fileprivate var bridged: CognitoAuthBindings.IdentityExpectation {
    switch self {
    case .anyone: .anyone
    case .user(let id): .user(id)
    case .otherThan(let ids): .otherThan(ids)
    }
  }
}

extension AuthRedirectResult {
  init(_ bridged: CognitoAuthBindings.RedirectResult) {
    self =
      switch bridged {
      case .notARedirect: .notARedirect
      case .ignored: .ignored
      case .delivered: .delivered
      case .signedIn(let result): .signedIn(AuthSignInResult(result))
      }
  }
}

/// Runs each of the bridge's requests for a page in a `Task`. The bridge cancels a task by the request's id.
final class BrowserPort: CognitoAuthBindings.Browser {
  private let browser: any WebBrowser
  private let tasks = RunningTasks()

  init(_ browser: any WebBrowser) {
    self.browser = browser
  }

  func start(request: CognitoAuthBindings.BrowserRequest, reply: BrowserReply) throws {
    guard let page = WebBrowserRequest(request) else {
      throw BrowserError.Failed(failure: .notShown)
    }
    tasks.start(request.id) { [browser] in
      // The bridge refuses a result only if the library has a defect. The unused reply is then freed, and the call
      // fails.
      do {
        let redirect = try await browser.redirect(for: page)
        try? reply.succeed(redirect: redirect.bridged)
      } catch {
        try? reply.fail(failure: (error as? WebBrowserFailure ?? .notShown).bridged)
      }
    }
  }

  func cancel(id: UInt64) {
    tasks.cancel(id)
  }
}

extension WebBrowserRequest {
  /// `nil` if the system can't read the address.
  fileprivate init?(_ bridged: CognitoAuthBindings.BrowserRequest) {
    guard let url = URL(string: bridged.url) else { return nil }
    self.init(
      url: url, redirectURI: bridged.redirectUri, prefersPrivateSession: bridged.prefersPrivateSession)
  }
}

extension WebBrowserRedirect {
  fileprivate var bridged: CognitoAuthBindings.BrowserRedirect {
    CognitoAuthBindings.BrowserRedirect(url: url.absoluteString, isPrivate: isPrivate)
  }
}

extension WebBrowserFailure {
  fileprivate var bridged: CognitoAuthBindings.BrowserFailure {
    switch self {
    case .cancelled: .cancelled
    case .unavailable: .unavailable
    case .notShown: .notShown
    case .unanswered: .unanswered
    }
  }
}
