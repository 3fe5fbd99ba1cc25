import ExampleModel
import SwiftUI

/// The code of a second factor.
struct ChallengeView: View {
  @Bindable var model: AppModel
  let challenge: Challenge

  var body: some View {
    switch challenge {
    case .code(let prompt):
      Text(prompt)
      TextField("Code", text: $model.fields.code).textContentType(.oneTimeCode)
      CallButton("Go on", call: model.confirmSignIn)
    case .unsupported:
      Text("This example has no screen for this sign-in.")
    }
    CallButton("Give up", call: model.signOut)
  }
}

/// What a signed-in user sees.
struct HomeView: View {
  let model: AppModel
  let username: String

  var body: some View {
    Text("Hello, \(username)").font(.title)
    CallButton("Sign out", call: model.signOut)
  }
}

/// The store can't be read, such as before the device's first unlock.
struct TryAgainView: View {
  let model: AppModel

  var body: some View {
    Text("Your session can't be read now.")
    CallButton("Try again", call: model.tryAgain)
  }
}
