import CognitoAuth
import CognitoAuthTesting
import XCTest

/// The handlers of a view controller in Swift 5 mode, with no network.
@MainActor
final class ViewControllerTests: XCTestCase {
  override func setUp() async throws {
    let configuration = AuthConfiguration(
      userPool: UserPoolConfiguration(region: "eu-central-1", poolId: "eu-central-1_example", clientId: "example"))
    Amplify.Auth = try Auth(configuration: configuration, store: MemoryStore(), transport: Offline())
  }

  func testAHandlerCanSetAPropertyOfTheMainActor() async {
    let controller = ViewController()
    await withCheckedContinuation { continuation in
      controller.signIn(username: "ana", password: "Password-123") { continuation.resume() }
    }
    XCTAssertEqual(controller.label, "Sign in failed: network")
  }

  func testEveryHandlerCanUseStateOfTheMainActor() async throws {
    let controller = ViewController()
    let calls = controller.makeEveryCall(Amplify.Auth)
    for _ in 0..<3000 where controller.handled < calls {
      try await Task.sleep(nanoseconds: 10_000_000)
    }
    XCTAssertEqual(controller.handled, calls)
  }

  func testTheResultOfASignOutCanBeCastAsInTheGuides() async {
    let controller = ViewController()
    await controller.signOut()
    XCTAssertEqual(controller.label, "Local signout successful: true")
  }
}

private struct Offline: HttpTransport {
  func send(_ request: HttpRequest) async throws -> HttpResponse {
    throw URLError(.notConnectedToInternet)
  }
}
