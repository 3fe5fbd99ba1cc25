import ExampleModel
import SwiftUI

/// Shows the screen for the session's state.
struct RootView: View {
  let model: AppModel

  var body: some View {
    VStack(spacing: 24) {
      switch model.screen {
      case .launch: ProgressView()
      case .form(.signIn): SignInView(model: model)
      case .form(.signUp): SignUpView(model: model)
      case .form(.confirmSignUp): ConfirmSignUpView(model: model)
      case .challenge(let challenge): ChallengeView(model: model, challenge: challenge)
      case .home(let username): HomeView(model: model, username: username)
      case .tryAgain: TryAgainView(model: model)
      }
      if let message = model.message {
        Text(message).font(.footnote)
      }
    }
    .padding()
    .disabled(model.isBusy)
  }
}

/// A button that makes one of the model's calls.
struct CallButton: View {
  let title: String
  let call: @MainActor () async -> Void

  init(_ title: String, call: @escaping @MainActor () async -> Void) {
    self.title = title
    self.call = call
  }

  var body: some View {
    Button(title) {
      Task { await call() }
    }
  }
}
