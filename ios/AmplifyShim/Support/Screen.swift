import AuthenticationServices
import CognitoAuth

/// What a snippet of a view controller uses of UIKit.
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
