import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Configurations in code and in files. A configuration that can't work is refused before any request is sent.
final class ConfigurationTests: XCTestCase {
  private let repository: URL? = try? PublicAPI.repository()

  /// A configuration file by its name. The core's own tests read the same files.
  private func sample(_ name: String) throws -> URL {
    try XCTUnwrap(repository).appendingPathComponent("core/src/config/files/samples").appendingPathComponent(name)
  }

  private func error(
    region: String = "eu-central-1", poolId: String = "eu-central-1_AbCdEf123", clientId: String = "client",
    endpoint: String? = nil, oauth: OAuthConfiguration? = nil, identityPool: String? = nil, minLength: Int = 8,
    deadline: TimeInterval = 30
  ) -> AuthError? {
    let pool = UserPoolConfiguration(region: region, poolId: poolId, clientId: clientId, endpoint: endpoint)
    let configuration = AuthConfiguration(
      userPool: pool, oauth: oauth, identityPool: identityPool.map { IdentityPoolConfiguration(poolId: $0) },
      poolSettings: UserPoolSettings(passwordPolicy: PasswordPolicy(minLength: minLength)), deadline: deadline)
    let found = failure { () throws(AuthError) in try configuration.validate() }
    let later = failure { () throws(AuthError) in _ = try Auth(configuration: configuration, store: MemoryStore()) }
    XCTAssertEqual(found, later)
    return found
  }

  private func failure(_ body: () throws(AuthError) -> Void) -> AuthError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  func testAValidConfigurationIsAccepted() {
    XCTAssertNil(error())
    XCTAssertNil(error(endpoint: "http://127.0.0.1:9229"))
    let oauth = OAuthConfiguration(domain: "https://login.example.com", signInRedirectURIs: ["myapp://"])
    XCTAssertNil(error(oauth: oauth, identityPool: "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f"))
  }

  func testEachWrongValueIsRefusedAndTheErrorNamesItsField() {
    let refused: [(AuthError?, AuthErrorCode)] = [
      (error(region: ""), .invalidConfiguration),
      (error(poolId: ""), .invalidConfiguration),
      (error(poolId: "no-underscore"), .invalidConfiguration),
      (error(clientId: ""), .invalidConfiguration),
      (error(endpoint: "not a URL"), .invalidConfiguration),
      (error(endpoint: "http://example.com"), .insecureEndpoint),
      (error(oauth: OAuthConfiguration(domain: "a/b", signInRedirectURIs: ["a:b"])), .invalidConfiguration),
      (error(oauth: OAuthConfiguration(domain: "a.b", signInRedirectURIs: [])), .invalidConfiguration),
      (error(oauth: OAuthConfiguration(domain: "http://a.b", signInRedirectURIs: ["a:b"])), .insecureEndpoint),
      (error(identityPool: "eu-central-1"), .invalidConfiguration),
      (error(minLength: 5), .invalidConfiguration),
      (error(minLength: -1), .invalidConfiguration),
      (error(deadline: 0), .invalidConfiguration),
      (error(deadline: -1), .invalidConfiguration),
      (error(deadline: .nan), .invalidConfiguration),
      (error(deadline: .infinity), .invalidConfiguration),
    ]
    for (error, code) in refused {
      XCTAssertEqual(error?.kind, .configuration)
      XCTAssertEqual(error?.code, code)
      XCTAssertNotNil(error?.field)
      XCTAssertEqual(error?.recoverySuggestion?.isEmpty, false)
    }
  }

  func testAnAmplifyOutputsFileIsRead() throws {
    let json = """
      {"version": "1", "auth": {"aws_region": "local", "user_pool_id": "local_LocalPool",
       "user_pool_client_id": "local-client"},
       "custom": {"cognito_auth": {"endpoint": "http://127.0.0.1:9229"}}}
      """
    let pool = UserPoolConfiguration(
      region: "local", poolId: "local_LocalPool", clientId: "local-client", endpoint: "http://127.0.0.1:9229")
    XCTAssertEqual(try AuthConfiguration(amplifyOutputs: json), AuthConfiguration(userPool: pool))
  }

  func testAFileWithoutAConfigurationIsRefused() {
    let refused: [(String, AuthErrorCode)] = [
      ("", .malformedConfiguration), ("not JSON", .malformedConfiguration), ("{}", .malformedConfiguration),
      ("{\"auth\": {}}", .invalidConfiguration),
    ]
    for (json, code) in refused {
      XCTAssertThrowsError(try AuthConfiguration(amplifyOutputs: json)) {
        XCTAssertEqual(($0 as? AuthError)?.kind, .configuration)
        XCTAssertEqual(($0 as? AuthError)?.code, code)
      }
    }
  }

  func testOAuthAndUserPoolSettingsAreReadFromAConfigurationFile() throws {
    let configuration = try AuthConfiguration(contentsOf: sample("outputs-1.5.json"))
    let oauth = OAuthConfiguration(
      domain: "example.auth.eu-central-1.amazoncognito.com",
      scopes: ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"],
      signInRedirectURIs: ["https://example.com/signed-in", "http://localhost:3000/", "myapp://callback/"],
      signOutRedirectURIs: ["https://example.com/", "myapp://signout/"],
      identityProviders: ["Google", "Facebook", "LoginWithAmazon", "SignInWithApple"])
    XCTAssertEqual(configuration.oauth, oauth)
    let passkeys = WebAuthnSettings(relyingPartyId: "example.com", userVerification: .preferred)
    let settings = UserPoolSettings(
      passwordPolicy: PasswordPolicy(
        minLength: 10, requiresLowercase: true, requiresUppercase: true, requiresNumbers: true),
      mfaConfiguration: .optional, mfaTypes: [.sms, .totp], usernameAttributes: [.email],
      requiredSignUpAttributes: [.email, .givenName], verificationTypes: [.email],
      passwordless: PasswordlessSettings(emailOTPEnabled: true, webAuthn: passkeys, preferredChallenge: .webAuthn))
    XCTAssertEqual(configuration.poolSettings, settings)
    XCTAssertEqual(configuration.identityPool?.poolId, "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f")
    XCTAssertEqual(configuration.identityPool?.region, "eu-central-1")
    XCTAssertEqual(configuration.ignoredFields, [])
    try configuration.validate()
    let withGroups = try AuthConfiguration(contentsOf: sample("outputs-1.3.json"))
    XCTAssertEqual(withGroups.poolSettings.groups, ["ADMINS", "EDITORS", "READERS"])
  }

  func testIgnoredFieldsAreListedAndANamedEntryIsRead() throws {
    let earlier = try AuthConfiguration(contentsOf: sample("awsconfiguration.json"))
    XCTAssertTrue(earlier.ignoredFields.contains("CognitoUserPool.Default.PinpointAppId"), "\(earlier.ignoredFields)")
    XCTAssertEqual(earlier.defaultFlow, .customWithoutSRP)
    let staging = try AuthConfiguration(contentsOf: sample("awsconfiguration-entries.json"), entry: "Staging")
    XCTAssertEqual(staging.userPool.clientId, "stagingclient")
    XCTAssertThrowsError(
      try AuthConfiguration(contentsOf: sample("awsconfiguration-entries.json"), entry: "Production")
    ) {
      XCTAssertEqual(($0 as? AuthError)?.field, "CognitoUserPool.Production")
    }
  }

  func testAConfigurationFileInABundleIsReadByItsName() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("amplifyconfiguration.json")
    try FileManager.default.copyItem(at: sample("amplifyconfiguration.json"), to: file)
    let bundle = try XCTUnwrap(Bundle(path: folder.path))
    for name in ["amplifyconfiguration", "amplifyconfiguration.json"] {
      let configuration = try AuthConfiguration(bundled: name, in: bundle)
      XCTAssertEqual(configuration.userPool.poolId, "eu-central-1_AbCdEf123")
      XCTAssertEqual(configuration, try AuthConfiguration(contentsOf: file))
    }
    for missing in [
      { try AuthConfiguration(bundled: "amplify_outputs", in: bundle) },
      { try AuthConfiguration(contentsOf: folder.appendingPathComponent("amplify_outputs.json")) },
    ] as [() throws -> AuthConfiguration] {
      XCTAssertThrowsError(try missing()) {
        XCTAssertEqual(($0 as? AuthError)?.kind, .configuration)
        XCTAssertEqual(($0 as? AuthError)?.code, .unreadableConfiguration)
      }
    }
    try Data(repeating: UInt8(ascii: " "), count: 1024 * 1024 + 1).write(to: file)
    XCTAssertThrowsError(try AuthConfiguration(bundled: "amplifyconfiguration", in: bundle)) {
      XCTAssertEqual(($0 as? AuthError)?.code, .malformedConfiguration)
    }
  }
}
