// The calls for moving in from another library, with completion handlers.

extension AuthClient {
  /// What was taken over in this process from the library that the app used before, or why nothing was. No request is
  /// made.
  @preconcurrency @discardableResult
  public func moveReport(completion: AuthCompletion<AuthMoveReport?>? = nil) -> AuthOperation<AuthMoveReport?> {
    start(completion) { try await $0.moveReport() }
  }

  /// Removes what the former library has stored, once the app will not go back to it. No request is made.
  @preconcurrency @discardableResult
  public func finishMove(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.finishMove() }
  }
}
