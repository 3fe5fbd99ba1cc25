import Foundation

// The JSON forms of Web Authentication (section 5.1). The service uses them, but Apple's platforms don't. The types
// here have only the members that the platforms take or return. Bytes are in base64url.

/// The options for a new passkey: `PublicKeyCredentialCreationOptionsJSON`.
struct PasskeyCreationOptions: Decodable {
  struct RelyingParty: Decodable {
    let id: String
  }

  struct User: Decodable {
    let id: Base64URL
    let name: String
  }

  struct AuthenticatorSelection: Decodable {
    let userVerification: String?
  }

  let rp: RelyingParty
  let user: User
  let challenge: Base64URL
  let excludeCredentials: [PasskeyDescriptor]?
  let authenticatorSelection: AuthenticatorSelection?
  let attestation: String?
}

/// The options for a sign-in: `PublicKeyCredentialRequestOptionsJSON`.
struct PasskeyAssertionOptions: Decodable {
  let rpId: String
  let challenge: Base64URL
  let allowCredentials: [PasskeyDescriptor]?
  let userVerification: String?
}

/// Identifies a passkey by its credential's id.
struct PasskeyDescriptor: Decodable {
  let id: Base64URL
}

/// A credential for the service: `RegistrationResponseJSON` or `AuthenticationResponseJSON`.
struct PasskeyCredential<Response: Encodable>: Encodable {
  let id: Base64URL
  let rawId: Base64URL
  let type = "public-key"
  let authenticatorAttachment: String
  let clientExtensionResults: [String: String] = [:]
  let response: Response

  /// - Parameter authenticatorAttachment: Where the passkey is: `platform` for this device, `cross-platform` for
  ///   another one.
  init(id: Data, authenticatorAttachment: String = "platform", response: Response) {
    self.id = Base64URL(id)
    self.rawId = self.id
    self.authenticatorAttachment = authenticatorAttachment
    self.response = response
  }

  /// The credential as JSON text.
  func json() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }
}

/// The response for a new passkey.
struct PasskeyAttestation: Encodable {
  let clientDataJSON: Base64URL
  let attestationObject: Base64URL
  let transports: [String]

  init(clientData: Data, attestationObject: Data, transports: [String]) {
    clientDataJSON = Base64URL(clientData)
    self.attestationObject = Base64URL(attestationObject)
    self.transports = transports
  }
}

/// The response for a sign-in.
struct PasskeyAssertion: Encodable {
  let clientDataJSON: Base64URL
  let authenticatorData: Base64URL
  let signature: Base64URL
  let userHandle: Base64URL?

  init(clientData: Data, authenticatorData: Data, signature: Data, userHandle: Data?) {
    clientDataJSON = Base64URL(clientData)
    self.authenticatorData = Base64URL(authenticatorData)
    self.signature = Base64URL(signature)
    self.userHandle = userHandle.map { Base64URL($0) }
  }
}

/// Bytes as base64url (RFC 4648, section 5), without padding.
struct Base64URL: Codable, Equatable {
  let bytes: Data

  init(_ bytes: Data) {
    self.bytes = bytes
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
    guard let bytes = Data(base64Encoded: base64 + padding) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64url")
    }
    self.bytes = bytes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  var text: String {
    bytes.base64EncodedString()
      .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      .replacingOccurrences(of: "=", with: "")
  }
}

extension PasskeyRequest {
  /// The domain that the passkey belongs to.
  func domain() throws -> String {
    let json = Data(optionsJSON.utf8)
    return switch ceremony {
    case .registration: try JSONDecoder().decode(PasskeyCreationOptions.self, from: json).rp.id
    case .authentication: try JSONDecoder().decode(PasskeyAssertionOptions.self, from: json).rpId
    }
  }
}
