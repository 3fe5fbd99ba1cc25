import ExampleModel
import SwiftUI

/// User name and password.
struct SignInView: View {
  @Bindable var model: AppModel

  var body: some View {
    Text("Sign in").font(.title)
    TextField("User name", text: $model.fields.username).textContentType(.username)
    SecureField("Password", text: $model.fields.password).textContentType(.password)
    CallButton("Sign in", call: model.signIn)
    Button("Make an account") { model.form = .signUp }
  }
}

/// User name, password and e-mail address of a new user.
struct SignUpView: View {
  @Bindable var model: AppModel

  var body: some View {
    Text("Make an account").font(.title)
    TextField("User name", text: $model.fields.username).textContentType(.username)
    TextField("E-mail address", text: $model.fields.email).textContentType(.emailAddress)
    SecureField("Password", text: $model.fields.password).textContentType(.newPassword)
    CallButton("Sign up", call: model.signUp)
    Button("I have an account") { model.form = .signIn }
  }
}

/// The code of a sign-up.
struct ConfirmSignUpView: View {
  @Bindable var model: AppModel

  var body: some View {
    Text("Confirm your account").font(.title)
    TextField("Code", text: $model.fields.code).textContentType(.oneTimeCode)
    CallButton("Confirm", call: model.confirmSignUp)
    CallButton("Send a new code", call: model.resendCode)
    Button("Back") { model.form = .signIn }
  }
}
