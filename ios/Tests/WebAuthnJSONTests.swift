import XCTest

@testable import CognitoAuth

/// The service's options are read for the platform, and the platform's credentials are written for the service.
final class WebAuthnJSONTests: XCTestCase {
  func testEveryCreationOptionThatThePlatformUsesIsRead() throws {
    let json = """
      {"rp": {"id": "example.com", "name": "Example"}, "user": {"id": "_-8", "name": "ana", "displayName": "Ana"},
       "challenge": "AQID", "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "timeout": 60000,
       "excludeCredentials": [{"type": "public-key", "id": "BA", "transports": ["internal"]}],
       "authenticatorSelection": {"residentKey": "required", "userVerification": "required"}, "attestation": "none"}
      """
    let options = try JSONDecoder().decode(PasskeyCreationOptions.self, from: Data(json.utf8))
    XCTAssertEqual(options.rp.id, "example.com")
    XCTAssertEqual(options.user.id.bytes, Data([0xff, 0xef]))
    XCTAssertEqual(options.user.name, "ana")
    XCTAssertEqual(options.challenge.bytes, Data([1, 2, 3]))
    XCTAssertEqual(options.excludeCredentials?.map(\.id.bytes), [Data([4])])
    XCTAssertEqual(options.authenticatorSelection?.userVerification, "required")
    XCTAssertEqual(options.attestation, "none")
  }

  func testOptionalMembersMayBeAbsent() throws {
    let creation = #"{"rp": {"id": "a.b"}, "user": {"id": "AA", "name": "ana"}, "challenge": "AA"}"#
    let created = try JSONDecoder().decode(PasskeyCreationOptions.self, from: Data(creation.utf8))
    XCTAssertNil(created.excludeCredentials)
    let assertion = #"{"rpId": "a.b", "challenge": "AA"}"#
    let asserted = try JSONDecoder().decode(PasskeyAssertionOptions.self, from: Data(assertion.utf8))
    XCTAssertNil(asserted.allowCredentials)
    XCTAssertNil(asserted.userVerification)
  }

  func testIncompleteOrMalformedOptionsAreRefused() {
    for json in [
      "", "[]", #"{"rpId": "a.b"}"#, #"{"challenge": "AA"}"#, #"{"rpId": "a.b", "challenge": "%%"}"#,
      #"{"rpId": "a.b", "challenge": 1}"#,
    ] {
      XCTAssertThrowsError(
        try JSONDecoder().decode(PasskeyAssertionOptions.self, from: Data(json.utf8)), json)
    }
  }

  func testACredentialIsWrittenInTheFormOfTheWebAuthnSpecification() throws {
    let registration = PasskeyCredential(
      id: Data([0xff, 0xef]),
      response: PasskeyAttestation(
        clientData: Data("{}".utf8), attestationObject: Data([0xa0]), transports: ["internal"]))
    XCTAssertEqual(
      try object(registration.json()),
      [
        "id": "_-8", "rawId": "_-8", "type": "public-key", "authenticatorAttachment": "platform",
        "clientExtensionResults": [:] as NSDictionary,
        "response": [
          "clientDataJSON": "e30", "attestationObject": "oA", "transports": ["internal"],
        ] as NSDictionary,
      ])

    let assertion = PasskeyCredential(
      id: Data([1]), authenticatorAttachment: "cross-platform",
      response: PasskeyAssertion(
        clientData: Data("{}".utf8), authenticatorData: Data([2]), signature: Data([3]), userHandle: nil))
    XCTAssertEqual(
      try object(assertion.json()),
      [
        "id": "AQ", "rawId": "AQ", "type": "public-key", "authenticatorAttachment": "cross-platform",
        "clientExtensionResults": [:] as NSDictionary,
        "response": ["clientDataJSON": "e30", "authenticatorData": "Ag", "signature": "Aw"] as NSDictionary,
      ])
  }

  func testErrorCodesOfTheSystemBecomePasskeyFailures() {
    // The numbers are those of ASAuthorizationError.Code.
    XCTAssertEqual(failure(1001), .cancelled)
    XCTAssertEqual(failure(1006), .alreadyRegistered)
    XCTAssertEqual(failure(1004), .other)
    XCTAssertEqual(failure(1000), .other)
  }

  func testAnErrorTextThatNamesTheAppAndTheDomainIsADomainMismatch() {
    for text in [
      "Application with identifier TEAM.com.example.app is not associated with domain example.org",
      "Die App mit der Kennung TEAM.com.example.app gehört nicht zur Domain example.org",
    ] {
      XCTAssertEqual(failure(1004, text), .domainMismatch)
      XCTAssertEqual(failure(1004, text, domain: "example.net"), .other)
      XCTAssertEqual(failure(1004, text, app: "com.example.another"), .other)
      XCTAssertEqual(failure(1004, text, app: nil), .other)
      XCTAssertEqual(failure(1000, text), .other)
    }
  }

  func testACodeOfAnotherErrorDomainHasNoMeaning() {
    for code in [1001, 1004, 1006] {
      XCTAssertEqual(failure(code, "com.example.app, example.org", of: "com.example.provider"), .other)
    }
  }

  private func failure(
    _ code: Int, _ text: String = "The operation couldn’t be completed.", app: String? = "com.example.app",
    domain: String = "example.org", of errors: String = "com.apple.AuthenticationServices.AuthorizationError"
  ) -> PasskeyFailure {
    let error = NSError(domain: errors, code: code, userInfo: [NSLocalizedDescriptionKey: text])
    return PasskeyFailure(authorizationError: error, app: app, domain: domain)
  }

  func testTheSheetBelongsToTheNewestActiveCall() {
    let windows = ActiveCalls<String>()
    XCTAssertNil(windows.newest)
    let first = windows.begin(with: "first")
    let second = windows.begin(with: "second")
    XCTAssertEqual(windows.newest, "second")
    windows.end(second)
    XCTAssertEqual(windows.newest, "first")
    windows.end(first)
    XCTAssertNil(windows.newest)
  }

  private func object(_ json: String) throws -> NSDictionary {
    try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
  }
}
