// Stubs of the declarations of AuthenticationServices that our code uses. `ios/lint` checks the types of that code
// against them on a machine without the framework. Nothing is linked with the stubs, and none of them works.
import Foundation

// The types of UIKit that our code uses together with AuthenticationServices.

@MainActor
open class UIScene: NSObject {
  public enum ActivationState {
    case foregroundActive
    case background
  }

  public var activationState: ActivationState { fatalError() }
}

public final class UIWindowScene: UIScene {
  public var windows: [UIWindow] { fatalError() }
}

@MainActor
public final class UIWindow: NSObject {
  public var isKeyWindow: Bool { fatalError() }
}

@MainActor
public final class UIApplication: NSObject {
  public var connectedScenes: Set<UIScene> { fatalError() }

  // Every Objective-C class has these two methods.
  public nonisolated static func responds(to selector: Selector) -> Bool { fatalError() }
  public nonisolated static func perform(_ selector: Selector) -> Unmanaged<AnyObject>? { fatalError() }
}

public struct Selector {}

public func NSSelectorFromString(_ name: String) -> Selector { fatalError() }

public typealias ASPresentationAnchor = UIWindow

public protocol ASAuthorizationCredential: NSObjectProtocol {}

public final class ASAuthorization: NSObject {
  public var credential: any ASAuthorizationCredential { fatalError() }
}

open class ASAuthorizationRequest: NSObject {}

@MainActor
public protocol ASAuthorizationControllerDelegate: NSObjectProtocol {
  func authorizationController(
    controller: ASAuthorizationController, didCompleteWithAuthorization authorization: ASAuthorization)
  func authorizationController(controller: ASAuthorizationController, didCompleteWithError error: any Error)
}

@MainActor
public protocol ASAuthorizationControllerPresentationContextProviding: NSObjectProtocol {
  func presentationAnchor(for controller: ASAuthorizationController) -> ASPresentationAnchor
}

public final class ASAuthorizationController: NSObject {
  public weak var delegate: (any ASAuthorizationControllerDelegate)?
  public weak var presentationContextProvider: (any ASAuthorizationControllerPresentationContextProviding)?

  public init(authorizationRequests: [ASAuthorizationRequest]) {}
  public func performRequests() {}
  public func cancel() {}
}

public struct ASAuthorizationPublicKeyCredentialUserVerificationPreference: RawRepresentable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

public struct ASAuthorizationPublicKeyCredentialAttestationKind: RawRepresentable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

public enum ASAuthorizationPublicKeyCredentialAttachment: Int, Sendable {
  case platform
  case crossPlatform
}

public final class ASAuthorizationPlatformPublicKeyCredentialDescriptor: NSObject {
  public init(credentialID: Data) {}
}

public final class ASAuthorizationPlatformPublicKeyCredentialProvider: NSObject {
  public init(relyingPartyIdentifier: String) {}

  public func createCredentialRegistrationRequest(
    challenge: Data, name: String, userID: Data
  ) -> ASAuthorizationPlatformPublicKeyCredentialRegistrationRequest { fatalError() }

  public func createCredentialAssertionRequest(
    challenge: Data
  ) -> ASAuthorizationPlatformPublicKeyCredentialAssertionRequest { fatalError() }
}

public final class ASAuthorizationPlatformPublicKeyCredentialRegistrationRequest: ASAuthorizationRequest {
  public var userVerificationPreference = ASAuthorizationPublicKeyCredentialUserVerificationPreference(rawValue: "")
  public var attestationPreference = ASAuthorizationPublicKeyCredentialAttestationKind(rawValue: "")
  public var excludedCredentials: [ASAuthorizationPlatformPublicKeyCredentialDescriptor]?
}

public final class ASAuthorizationPlatformPublicKeyCredentialAssertionRequest: ASAuthorizationRequest {
  public var userVerificationPreference = ASAuthorizationPublicKeyCredentialUserVerificationPreference(rawValue: "")
  public var allowedCredentials: [ASAuthorizationPlatformPublicKeyCredentialDescriptor] = []
}

public final class ASAuthorizationPlatformPublicKeyCredentialRegistration: NSObject, ASAuthorizationCredential {
  public var attachment: ASAuthorizationPublicKeyCredentialAttachment { fatalError() }
  public var rawAttestationObject: Data? { fatalError() }
  public var rawClientDataJSON: Data { fatalError() }
  public var credentialID: Data { fatalError() }
}

// In Swift, Apple's properties of the type `Data!` are implicitly unwrapped: they are expected never to be `nil`.
public final class ASAuthorizationPlatformPublicKeyCredentialAssertion: NSObject, ASAuthorizationCredential {
  public var attachment: ASAuthorizationPublicKeyCredentialAttachment { fatalError() }
  public var rawAuthenticatorData: Data! { fatalError() }
  public var userID: Data! { fatalError() }
  public var signature: Data! { fatalError() }
  public var rawClientDataJSON: Data { fatalError() }
  public var credentialID: Data { fatalError() }
}

public struct ASWebAuthenticationSessionError: Error {
  public enum Code: Int, Sendable {
    case canceledLogin = 1
    case presentationContextNotProvided = 2
    case presentationContextInvalid = 3
  }

  public var code: Code { fatalError() }
}

@MainActor
public protocol ASWebAuthenticationPresentationContextProviding: NSObjectProtocol {
  func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
}

public final class ASWebAuthenticationSession: NSObject {
  public typealias CompletionHandler = (URL?, (any Error)?) -> Void

  @available(iOS 17.4, macOS 14.4, visionOS 1.1, *)
  public final class Callback: NSObject {
    public static func https(host: String, path: String) -> Callback { fatalError() }
  }

  public weak var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
  public var prefersEphemeralWebBrowserSession = false

  public init(url: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler) {}

  @available(iOS 17.4, macOS 14.4, visionOS 1.1, *)
  public init(url: URL, callback: Callback, completionHandler: @escaping CompletionHandler) {}

  public func start() -> Bool { fatalError() }
  public func cancel() {}
}
