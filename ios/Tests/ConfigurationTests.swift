import CognitoAuth
import CognitoAuthTestSupport
import XCTest

/// A configuration that can't work is refused at once, before anything is sent.
final class ConfigurationTests: XCTestCase {
  private func error(
    region: String = "eu-central-1", poolId: String = "eu-central-1_AbCdEf123", clientId: String = "client",
    endpoint: String? = nil, deadline: TimeInterval = 30
  ) -> AuthError? {
    let pool = UserPoolConfiguration(region: region, poolId: poolId, clientId: clientId, endpoint: endpoint)
    let configuration = AuthConfiguration(userPool: pool, deadline: deadline)
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
  }

  func testEachBadValueIsRefusedAndNamed() {
    let refused: [(AuthError?, AuthErrorCode)] = [
      (error(region: ""), .invalidConfiguration),
      (error(poolId: ""), .invalidConfiguration),
      (error(poolId: "no-underscore"), .invalidConfiguration),
      (error(clientId: ""), .invalidConfiguration),
      (error(endpoint: "not a URL"), .invalidConfiguration),
      (error(endpoint: "http://example.com"), .insecureEndpoint),
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
}
