import CognitoAuthTestSupport
import Foundation
import XCTest

@testable import CognitoAuth

/// The corpus of `conformance/`, which runs in every language: each file must have the same result.
final class ConformanceTests: XCTestCase {
  func testEveryCaseOfTheCorpusComesOutAsItSays() async throws {
    let files = try Self.files()
    XCTAssertGreaterThanOrEqual(files.count, 200, "the corpus is not there")
    for file in files {
      do {
        try await ConformanceRun(of: ConformanceCase(file)).play()
      } catch {
        XCTFail("\(file.lastPathComponent): \(error)")
      }
    }
    print("conformance: \(files.count) cases")
  }

  func testARunNoticesADifference() async throws {
    let file = try XCTUnwrap(try Self.files().first { $0.lastPathComponent == "session-nobody.json" })
    var text = try String(contentsOf: file, encoding: .utf8)
    XCTAssertTrue(text.contains("\"isSignedIn\": false"))
    text = text.replacingOccurrences(of: "\"isSignedIn\": false", with: "\"isSignedIn\": true")
    await assertMismatch { try await ConformanceRun(of: ConformanceCase(Data(text.utf8))).play() }
    text = text.replacingOccurrences(of: "\"steps\"", with: "\"steqs\"")
    await assertMismatch { _ = try ConformanceCase(Data(text.utf8)) }
  }

  private func assertMismatch(_ body: () async throws -> Void) async {
    do {
      try await body()
      XCTFail("the difference went unnoticed")
    } catch {
      XCTAssertTrue(error is Mismatch, "\(error)")
    }
  }

  private static func files() throws -> [URL] {
    let cases = try PublicAPI.repository().appendingPathComponent("conformance/cases")
    return try FileManager.default.contentsOfDirectory(at: cases, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
  }
}

/// A difference from the case.
struct Mismatch: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
