@testable import CognitoAuthAmplifyShim
import XCTest

final class PluginTests: XCTestCase {
  private let outputs = AmplifyOutputs.data(
    Data(
      """
      {"version": "1", "auth": {"aws_region": "eu-central-1", "user_pool_id": "eu-central-1_example",
       "user_pool_client_id": "example"}}
      """.utf8))

  override func setUp() {
    Amplify.reset()
  }

  func testConfigureWithoutAPluginThrows() {
    XCTAssertThrowsError(try Amplify.configure(with: outputs)) { error in
      XCTAssertEqual((error as? AuthError)?.code, .invalidConfiguration)
    }
  }

  func testConfigureWithAMalformedOrMissingFileThrows() throws {
    try Amplify.add(plugin: AWSCognitoAuthPlugin { _ in FakeAuth() })
    XCTAssertThrowsError(try Amplify.configure(with: .data(Data("{}".utf8)))) { error in
      XCTAssertEqual((error as? AuthError)?.kind, .configuration)
    }
    XCTAssertThrowsError(try Amplify.configure()) { error in
      XCTAssertEqual((error as? AuthError)?.code, .unreadableConfiguration)
    }
  }

  func testThePluginMakesTheClientFromTheConfiguration() throws {
    let fake = FakeAuth()
    let regions = Calls()
    try Amplify.add(
      plugin: AWSCognitoAuthPlugin { configuration in
        regions.add(configuration.userPool.region)
        return fake
      })
    try Amplify.configure(with: outputs)
    XCTAssertEqual(regions.all, ["eu-central-1"])
    XCTAssertTrue(Amplify.Auth as? FakeAuth === fake)
  }

  func testGetPluginReturnsTheAddedPluginAndThrowsForAnotherKey() throws {
    let plugin = AWSCognitoAuthPlugin { _ in FakeAuth() }
    try Amplify.add(plugin: plugin)
    Amplify.Auth = FakeAuth()
    XCTAssertTrue(try Amplify.Auth.getPlugin(for: "awsCognitoAuthPlugin") === plugin)
    XCTAssertThrowsError(try Amplify.Auth.getPlugin(for: "awsAPIPlugin")) { error in
      XCTAssertEqual((error as? AuthError)?.kind, .configuration)
    }
  }

  func testACallOfThePluginGoesToTheClient() async throws {
    let fake = FakeAuth()
    Amplify.Auth = fake
    let plugin = try XCTUnwrap(Amplify.Auth.getPlugin(for: "awsCognitoAuthPlugin") as? AWSCognitoAuthPlugin)
    try await plugin.updateMFAPreference(sms: .disabled, totp: .preferred)
    let preference = try await plugin.fetchMFAPreference()
    XCTAssertEqual(preference.preferred, .totp)
    do {
      _ = try await plugin.federateToIdentityPool(
        withProviderToken: "token", for: .facebook, options: .init(developerProvidedIdentityID: "id"))
      XCTFail("the call threw no error")
    } catch let error as AuthError {
      XCTAssertEqual(error.code, .loginNotAccepted)
    }
    try await plugin.clearFederationToIdentityPool()
    XCTAssertEqual(
      fake.calls.all,
      ["updateMFAPreference [\"sms disabled\", \"totp preferred\"]", "federate facebook id", "clearFederation"])
  }

  func testCallsWithAmplifysParametersGoToTheClient() async throws {
    let fake = FakeAuth()
    Amplify.Auth = fake
    let username: String? = "ana"
    _ = try await Amplify.Auth.signIn(username: username, password: "p")
    _ = try await Amplify.Auth.signIn(options: .init(pluginOptions: nil))
    try await Amplify.Auth.update(oldPassword: "p", to: "q", options: nil)
    XCTAssertEqual(fake.calls.all, ["signIn ana", "signIn ", "update"])
  }
}
