import Foundation

@testable import CognitoAuth

/// An authenticator without a user, with its passkeys in memory. It reads the options and writes the credentials with
/// the types that the code for the platform's passkeys uses too.
final class SoftwarePasskeys: PasskeyAuthenticator {
  private struct Passkey: Sendable {
    let id: Data
    let relyingPartyId: String
    let userHandle: Data
  }

  /// The origin in the client data; if `nil`, it is `https://` and the relying party's domain.
  private let origin: String?
  private let state = Protected<(passkeys: [Passkey], failure: (any Error)?, asked: [PasskeyCeremony])>(([], nil, []))

  init(origin: String? = nil) {
    self.origin = origin
  }

  /// The ceremonies so far.
  var asked: [PasskeyCeremony] { state.withLock { $0.asked } }

  func fail(with failure: (any Error)?) {
    state.withLock { $0.failure = failure }
  }

  func credential(for request: PasskeyRequest) async throws -> String {
    let json = Data(request.optionsJSON.utf8)
    try state.withLock { state in
      state.asked.append(request.ceremony)
      if let failure = state.failure { throw failure }
    }
    switch request.ceremony {
    case .registration: return try register(JSONDecoder().decode(PasskeyCreationOptions.self, from: json))
    case .authentication: return try assert(JSONDecoder().decode(PasskeyAssertionOptions.self, from: json))
    }
  }

  private func register(_ options: PasskeyCreationOptions) throws -> String {
    let excluded = options.excludeCredentials ?? []
    let passkey = try state.withLock { state in
      guard !state.passkeys.contains(where: { known in excluded.contains { $0.id.bytes == known.id } }) else {
        throw PasskeyFailure.alreadyRegistered
      }
      let passkey = Passkey(
        id: Data((0..<16).map { _ in UInt8.random(in: 0...255) }), relyingPartyId: options.rp.id,
        userHandle: options.user.id.bytes)
      state.passkeys.append(passkey)
      return passkey
    }
    let key = P256.publicKey
    // The key in the form of COSE (RFC 9053): the key type EC2, the algorithm ES256, the curve P-256, and x and y.
    let coseKey = CBOR.map([
      (.number(1), .number(2)), (.number(3), .number(-7)), (.number(-1), .number(1)), (.number(-2), .bytes(key.x)),
      (.number(-3), .bytes(key.y)),
    ])
    // The authenticator's AAGUID, which is zero, then the length of the passkey's id, the id, and the key.
    let attested = Data(count: 16) + Data([0, UInt8(passkey.id.count)]) + passkey.id + coseKey.encoded
    let data = authenticatorData(for: options.rp.id, flags: 0x5d) + attested
    let attestation = CBOR.map([
      (.text("fmt"), .text("none")), (.text("attStmt"), .map([])), (.text("authData"), .bytes(data)),
    ])
    return try PasskeyCredential(
      id: passkey.id,
      response: PasskeyAttestation(
        clientData: try clientData("webauthn.create", options.challenge, options.rp.id),
        attestationObject: attestation.encoded, transports: ["internal"])
    ).json()
  }

  private func assert(_ options: PasskeyAssertionOptions) throws -> String {
    let allowed = options.allowCredentials ?? []
    let passkey = state.withLock { state in
      state.passkeys.last { passkey in
        passkey.relyingPartyId == options.rpId && (allowed.isEmpty || allowed.contains { $0.id.bytes == passkey.id })
      }
    }
    guard let passkey else { throw PasskeyFailure.noCredential }
    let clientData = try clientData("webauthn.get", options.challenge, options.rpId)
    let data = authenticatorData(for: options.rpId, flags: 0x1d)
    return try PasskeyCredential(
      id: passkey.id,
      response: PasskeyAssertion(
        clientData: clientData, authenticatorData: data,
        signature: P256.signature(of: data + sha256(clientData)), userHandle: passkey.userHandle)
    ).json()
  }

  private func clientData(_ type: String, _ challenge: Base64URL, _ relyingPartyId: String) throws -> Data {
    let origin = origin ?? "https://\(relyingPartyId)"
    return try JSONEncoder().encode(["type": type, "challenge": challenge.text, "origin": origin])
  }

  /// The hash of the domain, the flags, and a counter that stays zero. The flags say that the user is present and
  /// verified, and that the passkey is backed up. In a registration they also say that the key follows.
  private func authenticatorData(for relyingPartyId: String, flags: UInt8) -> Data {
    sha256(Data(relyingPartyId.utf8)) + Data([flags, 0, 0, 0, 0])
  }
}

/// The part of CBOR (RFC 8949) that an authenticator writes.
private indirect enum CBOR {
  case number(Int)
  case bytes(Data)
  case text(String)
  case map([(CBOR, CBOR)])

  var encoded: Data {
    switch self {
    case .number(let number) where number >= 0: head(0, number)
    case .number(let number): head(1, -1 - number)
    case .bytes(let bytes): head(2, bytes.count) + bytes
    case .text(let text): head(3, text.utf8.count) + Data(text.utf8)
    case .map(let members): members.reduce(head(5, members.count)) { $0 + $1.0.encoded + $1.1.encoded }
    }
  }

  private func head(_ major: UInt8, _ count: Int) -> Data {
    switch count {
    case 0..<24: Data([major << 5 | UInt8(count)])
    case 24..<256: Data([major << 5 | 24, UInt8(count)])
    default: Data([major << 5 | 25, UInt8(count >> 8), UInt8(count & 0xff)])
    }
  }
}
