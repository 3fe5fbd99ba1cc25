import CognitoAuthAmplifyShim
import Foundation

/// A client that records the calls that change something. The test sends its events.
final class FakeAuth: AuthClient {
  private let feed = AsyncStream<AuthEvent>.makeStream()
  let calls = Calls()

  var events: AsyncStream<AuthEvent> { feed.stream }

  func send(_ event: AuthEvent) {
    feed.continuation.yield(event)
  }

  func signIn(
    username: String, password: String?, options: AuthSignInRequest.Options
  ) async throws -> AuthSignInResult {
    calls.add("signIn \(username)")
    return AuthSignInResult(nextStep: .done)
  }

  func fetchMFAPreference() async throws -> UserMFAPreference {
    UserMFAPreference(enabled: [.totp], preferred: .totp)
  }

  func updateMFAPreference(_ preferences: [MFAType: MFAPreference]) async throws {
    calls.add("updateMFAPreference \(preferences.map { "\($0.key) \($0.value)" }.sorted())")
  }

  func federateToIdentityPool(
    withProviderToken providerToken: String, for provider: AuthLoginProvider,
    options: AuthFederateToIdentityPoolRequest.Options
  ) async throws -> AuthFederateToIdentityPoolResult {
    calls.add("federate \(provider) \(options.developerProvidedIdentityId ?? "")")
    throw AuthError(kind: .service, code: .loginNotAccepted)
  }

  func clearFederationToIdentityPool() async throws {
    calls.add("clearFederation")
  }

  func update(oldPassword: String?, to newPassword: String) async throws {
    calls.add("update")
  }
}

/// Texts, in the order in which they were added.
final class Calls: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []

  var all: [String] { lock.withLock { texts } }

  func add(_ text: String) {
    lock.withLock { texts.append(text) }
  }
}
