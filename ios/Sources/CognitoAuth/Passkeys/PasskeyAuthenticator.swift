import CognitoAuthBindings

/// What a passkey is asked for.
public typealias PasskeyCeremony = CognitoAuthBindings.PasskeyCeremony
/// Why there is no passkey.
public typealias PasskeyFailure = CognitoAuthBindings.PasskeyFailure

extension PasskeyFailure: Error {}

/// Something to ask the user's authenticator.
public struct PasskeyRequest: Sendable {
  /// What to do.
  public let ceremony: PasskeyCeremony
  /// The options in their JSON form (Web Authentication, section 5.1: `PublicKeyCredentialCreationOptionsJSON` or
  /// `PublicKeyCredentialRequestOptionsJSON`).
  public let optionsJSON: String
  let anchor: PresentationAnchor
}

/// The passkeys of the platform, or the app's own. Never called on the app's thread.
public protocol PasskeyAuthenticator: Sendable {
  /// Asks the user. There is no time limit: whatever is shown stays for as long as the user wants. When the `Task` is
  /// cancelled nobody waits for the answer any more: close it.
  ///
  /// - Returns: The credential in its JSON form (Web Authentication, section 5.1: `RegistrationResponseJSON` or
  ///   `AuthenticationResponseJSON`).
  /// - Throws: ``PasskeyFailure``; anything else counts as ``PasskeyFailure/other``.
  func credential(for request: PasskeyRequest) async throws -> String
}

/// Makes each request a `Task`, which the bridge cancels by the request's id.
final class PasskeyPort: CognitoAuthBindings.PasskeyAuthenticator {
  private let authenticator: any PasskeyAuthenticator
  private let anchors: PresentationAnchors
  private let tasks = RunningTasks()

  init(_ authenticator: any PasskeyAuthenticator, anchors: PresentationAnchors) {
    self.authenticator = authenticator
    self.anchors = anchors
  }

  func start(request: CognitoAuthBindings.PasskeyRequest, reply: PasskeyReply) {
    let asked = PasskeyRequest(
      ceremony: request.ceremony, optionsJSON: request.optionsJson, anchor: anchors.newest ?? PresentationAnchor())
    tasks.start(request.id) { [authenticator] in
      // An answer is refused only by a defect; then the reply, let go of, ends the call.
      do {
        let credential = try await authenticator.credential(for: asked)
        try? reply.succeed(credentialJson: credential)
      } catch {
        try? reply.fail(failure: error as? PasskeyFailure ?? .other)
      }
    }
  }

  func cancel(id: UInt64) {
    tasks.cancel(id)
  }
}
