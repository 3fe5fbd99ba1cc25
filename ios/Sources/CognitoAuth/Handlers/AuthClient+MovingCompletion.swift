// The calls for moving in from another library, with completion handlers.

extension AuthClient {
  /// What this process took over from the library that the app used before, or why it took nothing over. The result is
  /// `nil` if there was nothing to take over, or an earlier run of the app took it over. No request is made.
  @preconcurrency @discardableResult
  public func moveReport(completion: AuthCompletion<AuthMoveReport?>? = nil) -> AuthOperation<AuthMoveReport?> {
    start(completion) { try await $0.moveReport() }
  }

  /// Removes what the former library has stored for the configuration's pools. Call it when the app will not go back to
  /// that library. No request is made.
  @preconcurrency @discardableResult
  public func finishMove(completion: AuthCompletion<Void>? = nil) -> AuthOperation<Void> {
    start(completion) { try await $0.finishMove() }
  }
}
