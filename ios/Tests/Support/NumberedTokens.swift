import CognitoAuth
import Foundation

/// An ``AuthClient`` whose tokens are numbered. Each forced refresh gives the tokens with the next number.
final class NumberedTokens: AuthClient {
  private let lock = NSLock()
  // The lock guards these variables.
  nonisolated(unsafe) private var number = 1
  nonisolated(unsafe) private var counted = 0
  nonisolated(unsafe) private var next: Result<Bool, any Error>

  /// - Parameter isSignedIn: Whether somebody is signed in.
  init(isSignedIn: Bool = true) {
    next = .success(isSignedIn)
  }

  /// How often a refresh was forced.
  var refreshes: Int { lock.withLock { counted } }

  /// Makes every later refresh fail.
  func failRefreshes(with error: AuthError) {
    lock.withLock { next = .failure(error) }
  }

  func fetchAuthSession(options: AuthFetchSessionRequest.Options) async throws -> AuthSession {
    // Lets other tasks run during this call, as a real client does.
    await Task.yield()
    guard options.withoutCredentials else { throw AuthError(kind: .internal, code: .internal) }
    return try lock.withLock {
      if options.forceRefresh {
        counted += 1
        _ = try next.get()
        number += 1
      }
      if case .success(false) = next { return AuthSession(isSignedIn: false) }
      let tokens = UserPoolTokens(
        idToken: "id-\(number)", accessToken: "access-\(number)", refreshToken: "refresh", expiresAt: .distantFuture)
      return AuthSession(isSignedIn: true, userSub: "1", tokens: tokens)
    }
  }
}
