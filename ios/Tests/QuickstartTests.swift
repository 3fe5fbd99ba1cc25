import CognitoAuthTesting
import XCTest

/// The program that `make demo-swift` runs, against the tests' pool.
final class QuickstartTests: PoolTestCase {
  func testTheQuickstartSignsUpAndSignsInWithAndWithoutMFA() async throws {
    let (status, lines) = try run([try pool.endpoint.absoluteString])
    XCTAssertEqual(status, 0)
    let expected = [
      "Delivery details ", "Confirm signUp succeeded", "Sign in succeeded", "SMS code sent to ",
      "Sign in with MFA succeeded",
    ]
    for beginning in expected {
      XCTAssertTrue(lines.contains { $0.hasPrefix(beginning) }, "\(beginning) is missing in \(lines)")
    }
  }

  func testTheQuickstartSaysWhatToDoIfThePoolIsNotReachable() throws {
    let (status, lines) = try run(["http://127.0.0.1:9"])
    XCTAssertEqual(status, 1)
    XCTAssertTrue(try XCTUnwrap(lines.last).contains("Check the endpoint"), "\(lines)")
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, lines: [Substring]) {
    let output = Pipe()
    let process = Process()
    process.executableURL = Self.products.appendingPathComponent("Quickstart")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text.split(separator: "\n"))
  }

  /// The folder of the build's products, which include this test.
  private static var products: URL {
    #if os(macOS)
      let test = Bundle(for: QuickstartTests.self).bundleURL
    #else
      let test = URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return test.deletingLastPathComponent()
  }
}
