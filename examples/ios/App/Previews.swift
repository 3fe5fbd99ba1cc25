#if DEBUG
  import CognitoAuth
  import CognitoAuthTesting
  import ExampleModel
  import SwiftUI

  // Each preview has a fake with answers, so its buttons work.

  #Preview("Signed out") {
    RootView(model: AppModel(auth: FakeAuth.signedOut()))
  }

  #Preview("Session expired") {
    RootView(
      model: AppModel(auth: FakeAuth.signedOut(ended: AuthSessionEnd(reason: .expired, username: "ana"))))
  }

  #Preview("Code by text message") {
    RootView(model: AppModel(auth: FakeAuth.awaitingChallenge()))
  }

  #Preview("Signed in") {
    RootView(model: AppModel(auth: FakeAuth.signedIn(as: "ana")))
  }

  #Preview("Locked") {
    RootView(model: AppModel(auth: FakeAuth.unavailable()))
  }
#endif
