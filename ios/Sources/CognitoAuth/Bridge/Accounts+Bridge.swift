internal import CognitoAuthBindings

extension AuthStoredAccount {
  init(_ bridged: CognitoAuthBindings.StoredAccount) {
    self.init(account: bridged.account, label: bridged.label, state: AuthSessionState(bridged.state))
  }
}
