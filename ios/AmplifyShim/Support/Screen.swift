import AuthenticationServices
import CognitoAuth

/// Stands in for the view controller around a snippet: it has the members that the snippets use.
@MainActor
class Screen {
  struct View {
    let window: AuthUIPresentationAnchor?
  }

  let view = View(window: nil)
  var unsubscribeToken: Any?
  var sink: Any?

  func viewDidLoad() {}
}
