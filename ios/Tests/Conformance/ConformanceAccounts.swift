import CognitoAuthTesting

@testable import CognitoAuth

extension AuthAccounts {
  /// Makes a call of the corpus that ``AuthAccounts`` has. Returns its result in the corpus's form; `nil` for any other
  /// call.
  func perform(_ call: String, _ arguments: Arguments) async throws -> JSON? {
    switch call {
    case "storedAccounts":
      return ["accounts": .array(try await storedAccounts().map(\.json))]
    case "setLabel":
      try await setLabel(arguments.optionalText("label"), of: arguments.optionalText("account"))
    case "signOutOf":
      let options = AuthSignOutRequest.Options(globalSignOut: arguments.flag("globalSignOut"))
      return try await signOut(of: arguments.optionalText("account"), options: options).json
    case "purge":
      try await purge(arguments.optionalText("account"))
    default:
      return nil
    }
    return [:]
  }
}

extension AuthStoredAccount {
  fileprivate var json: JSON {
    JSON(["account": account.map(JSON.string), "label": label.map(JSON.string), "state": state.json])
  }
}
