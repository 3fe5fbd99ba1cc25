internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func moveReport() async throws -> AuthMoveReport? {
    try await call { bridge, handle in
      try await bridge.moveReport(call: handle).map(AuthMoveReport.init)
    }
  }

  public func finishMove() async throws {
    try await call { bridge, handle in try await bridge.finishMove(call: handle) }
  }
}
