import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Devices that the service remembers.
final class DeviceTests: PoolTestCase {
  func testARememberedDeviceNeedsNoCodeUntilItIsForgotten() async throws {
    try await pool.configure([
      "DeviceConfiguration": [
        "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true,
      ]
    ])
    try await pool.addUser("ana", attributes: Self.addresses)
    try await pool.preferMFA(.email, for: "ana")
    var configuration = try pool.configuration()
    configuration.deviceName = "Ana's phone"
    let auth = try Auth.forTesting(configuration: configuration, store: MemoryStore())
    try await signInWithCode(auth)

    let devices = try await auth.fetchDevices()
    let device = try XCTUnwrap(devices.first)
    XCTAssertEqual(device.name, "Ana's phone")
    XCTAssertNotNil(device.createdDate)
    XCTAssertNotNil(device.lastAuthenticatedDate)
    try await auth.rememberDevice()

    // A remembered device needs no code.
    await auth.signOut()
    let known = try await auth.signIn(username: "ana", password: Self.password)
    XCTAssertTrue(known.isSignedIn)

    try await auth.forgetDevice(device)
    let left = try await auth.fetchDevices()
    XCTAssertEqual(left, [])
    await auth.signOut()
    try await signInWithCode(auth)
  }

  func testDeviceCallsFailIfThePoolRemembersNoDevices() async throws {
    let auth = try await makeSignedIn()
    let error = try await authError { try await auth.rememberDevice() }
    XCTAssertEqual(error.code, .noDevice)
    let forgetting = try await authError { try await auth.forgetDevice() }
    XCTAssertEqual(forgetting.code, .noDevice)
    let listing = try await authError { try await auth.fetchDevices() }
    XCTAssertEqual(listing.code, .invalidUserPoolConfiguration)
  }

  private func signInWithCode(_ auth: Auth) async throws {
    let asked = try await auth.signIn(username: "ana", password: Self.password)
    guard case .confirmSignInWithOTP = asked.nextStep else { return XCTFail("\(asked.nextStep)") }
    let result = try await auth.confirmSignIn(challengeResponse: try await pool.newestCode(for: "ana"))
    XCTAssertTrue(result.isSignedIn)
  }
}
