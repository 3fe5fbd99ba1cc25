internal import CognitoAuthBindings
import Foundation

extension AuthListWebAuthnCredentialsResult {
  init(_ bridged: CognitoAuthBindings.ListWebAuthnCredentialsResult) {
    self.init(
      credentials: bridged.credentials.map(AuthWebAuthnCredential.init), nextToken: bridged.nextToken)
  }
}

extension AuthWebAuthnCredential {
  fileprivate init(_ bridged: CognitoAuthBindings.AuthWebAuthnCredential) {
    self.init(
      credentialId: bridged.credentialId, friendlyName: bridged.friendlyName,
      relyingPartyId: bridged.relyingPartyId, authenticatorAttachment: bridged.authenticatorAttachment,
      authenticatorTransports: bridged.authenticatorTransports,
      createdAt: Date(milliseconds: bridged.createdAtMilliseconds))
  }
}

/// Runs each passkey request of the bridge in a `Task`. The bridge cancels a task by the request's id.
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
      ceremony: PasskeyCeremony(request.ceremony), optionsJSON: request.optionsJson,
      anchor: anchors.newest ?? PresentationAnchor())
    tasks.start(request.id) { [authenticator] in
      // The bridge refuses a result only if the library has a defect. The unused reply is then freed, and the call
      // fails.
      do {
        let credential = try await authenticator.credential(for: asked)
        try? reply.succeed(credentialJson: credential)
      } catch {
        try? reply.fail(failure: (error as? PasskeyFailure ?? .other).bridged)
      }
    }
  }

  func cancel(id: UInt64) {
    tasks.cancel(id)
  }
}

extension PasskeyCeremony {
  fileprivate init(_ bridged: CognitoAuthBindings.PasskeyCeremony) {
    self =
      switch bridged {
      case .registration: .registration
      case .authentication: .authentication
      }
  }
}

extension PasskeyFailure {
  fileprivate var bridged: CognitoAuthBindings.PasskeyFailure {
    switch self {
    case .cancelled: .cancelled
    case .unsupported: .unsupported
    case .noCredential: .noCredential
    case .alreadyRegistered: .alreadyRegistered
    case .domainMismatch: .domainMismatch
    case .unanswered: .unanswered
    case .other: .other
    }
  }
}
