// A framework of an app, with our types in its API. Of our modules, the framework imports only CognitoAuth.
import CognitoAuth

/// A user and the session.
public struct Account: Equatable, Sendable {
  /// The user.
  public let user: AuthUser
  /// The session, if it was fetched.
  public let session: AuthSession?
}

/// The account of the signed-in user.
public func account(of auth: Auth) async throws -> Account {
  Account(user: try await auth.getCurrentUser(), session: try await auth.fetchAuthSession())
}

/// The signed-in user, with a completion handler.
public func currentUser(of auth: Auth) -> AuthOperation<AuthUser> {
  auth.getCurrentUser { result in
    console((try? result.get())?.username ?? "nobody")
  }
}

/// Cognito's name of an attribute.
public func name(of attribute: AuthUserAttribute) -> String { attribute.key.name }

/// Whether an event is about signing in.
public func isAboutSigningIn(_ event: AuthEvent) -> Bool {
  switch event {
  case .signedIn, .tokensRefreshed, .movedIn: true
  case .signedOut, .sessionExpired, .userDeleted, .storageFailed, .moveFailed: false
  }
}
