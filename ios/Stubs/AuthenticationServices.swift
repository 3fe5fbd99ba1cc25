// Stubs of the declarations of AuthenticationServices that our code uses. `ios/lint` checks the types of that code
// against them on a machine without the framework. Nothing is linked with the stubs, and none of them works. The
// conditions leave out what a platform lacks (Apple's documentation of each symbol, "Availability").
import Foundation

#if os(macOS)
  @_exported import AppKit

  public typealias ASPresentationAnchor = NSWindow
#else
  @_exported import UIKit

  #if !os(watchOS)
    public typealias ASPresentationAnchor = UIWindow
  #endif
#endif

#if !os(tvOS) && !os(watchOS)
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
#endif

public struct ASWebAuthenticationSessionError: Error {
  public enum Code: Int, Sendable {
    case canceledLogin = 1
    #if !os(tvOS) && !os(watchOS)
      case presentationContextNotProvided = 2
      case presentationContextInvalid = 3
    #endif
  }

  public var code: Code { fatalError() }
}

#if !os(tvOS) && !os(watchOS)
  @MainActor
  public protocol ASWebAuthenticationPresentationContextProviding: NSObjectProtocol {
    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor
  }
#endif

public final class ASWebAuthenticationSession: NSObject {
  public typealias CompletionHandler = (URL?, (any Error)?) -> Void

  @available(iOS 17.4, macOS 14.4, tvOS 17.4, watchOS 10.4, visionOS 1.1, *)
  public final class Callback: NSObject {
    public static func https(host: String, path: String) -> Callback { fatalError() }
  }

  #if !os(tvOS) && !os(watchOS)
    public weak var presentationContextProvider: (any ASWebAuthenticationPresentationContextProviding)?
  #endif
  #if !os(tvOS)
    public var prefersEphemeralWebBrowserSession = false
  #endif

  public init(url: URL, callbackURLScheme: String?, completionHandler: @escaping CompletionHandler) {}

  @available(iOS 17.4, macOS 14.4, tvOS 17.4, watchOS 10.4, visionOS 1.1, *)
  public init(url: URL, callback: Callback, completionHandler: @escaping CompletionHandler) {}

  public func start() -> Bool { fatalError() }
  public func cancel() {}
}
