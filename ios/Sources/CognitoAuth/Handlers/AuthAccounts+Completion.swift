import Foundation

extension AuthAccounts {
  /// Every account that has something stored, with its label and its state. No request is made.
  @preconcurrency @discardableResult
  public func storedAccounts(
    completion: AuthCompletion<[AuthStoredAccount]>? = nil
  ) -> AuthOperation<[AuthStoredAccount]> {
    operation(on: callbackQueue, completion) { try await self.storedAccounts() }
  }

  /// Gives an account a label, or removes the label.
  @preconcurrency @discardableResult
  public func setLabel(
    _ label: String?, of account: String?, completion: AuthCompletion<Void>? = nil
  ) -> AuthOperation<Void> {
    operation(on: callbackQueue, completion) { try await self.setLabel(label, of: account) }
  }

  /// Signs out the user who is signed in to the account, on this device or on all of the user's devices (Cognito:
  /// RevokeToken, GlobalSignOut). The handler never gets a failure: the value in its result says what failed.
  @preconcurrency @discardableResult
  public func signOut(
    of account: String?,
    options: AuthSignOutRequest.Options? = nil,
    completion: AuthCompletion<AuthSignOutResult>? = nil
  ) -> AuthOperation<AuthSignOutResult> {
    operation(on: callbackQueue, completion) { await self.signOut(of: account, options: options) }
  }

  /// Removes everything that is stored for an account.
  @preconcurrency @discardableResult
  public func purge(_ account: String?, completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    operation(on: callbackQueue, completion) { try await self.purge(account) }
  }
}
