import Foundation

/// Why a test can't use the local pool.
public enum LocalPoolError: Error, Hashable, Sendable {
  /// There is no program of the local pool at this path; `nil` if no path was given and none was found.
  case noProgram(String?)
  /// The program ended before the pool was ready, and its error output says why; or no pool has answered in time.
  case notReady
  /// The user got no message.
  case noMessage
  /// This path makes no address, or what answered there is no local pool.
  case badPath(String)
  /// The pool refused a request. The text is the pool's own.
  case refused(status: Int, body: String)
}

extension LocalPoolError: CustomStringConvertible, LocalizedError {
  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .noProgram(let path):
      """
      \(path.map { "There is no program at \($0)." } ?? "The PATH has no program cognito-local-pool.") \
      Install it with cargo, npm or pip, as local-pool/README.md of CognitoAuth says. If it is not in the PATH, set the \
      environment variable COGNITO_LOCAL_POOL to its path, or pass `program:`. In a checkout of CognitoAuth, \
      `cargo build --release --package cognito-local-pool` builds target/release/cognito-local-pool. Or run \
      `make local-pool` there, and use LocalPool(endpoint: LocalPool.defaultEndpoint).
      """
    case .notReady: "The local pool ended before it was ready, and its error output says why; or none answered in time."
    case .noMessage: "The local pool has no message for this user."
    case .badPath(let path): "This path makes no address, or what answered there is no local pool: \(path)"
    case .refused(let status, let body): "The local pool refused with \(status): \(body)"
    }
  }

  /// The same as `description`.
  public var errorDescription: String? { description }
}
