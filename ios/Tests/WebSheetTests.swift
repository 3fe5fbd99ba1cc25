import Foundation
import XCTest

@testable import CognitoAuth

/// The decisions about the platform's browser sheet, tested without a sheet.
final class WebSheetTests: XCTestCase {
  func testARedirectIsRecognizedByItsSchemeOrByItsHostAndPath() throws {
    for (uri, expected) in [
      ("myapp://callback/", RedirectCallback.scheme("myapp")),
      ("myapp://", .scheme("myapp")),
      ("com.example.app:/callback", .scheme("com.example.app")),
      ("https://example.com/callback", .https(host: "example.com", path: "/callback")),
      ("HTTPS://example.com", .https(host: "example.com", path: "/")),
    ] {
      XCTAssertEqual(try RedirectCallback(redirectURI: uri), expected, uri)
    }
  }

  func testIfTheSystemCantRecognizeTheRedirectTheBrowserIsUnavailable() {
    for uri in ["http://localhost:3000/", "HTTP://localhost/", "https:///callback", "//example.com/", "callback", ""] {
      XCTAssertThrowsError(try RedirectCallback(redirectURI: uri), uri) {
        XCTAssertEqual($0 as? WebBrowserFailure, .unavailable)
      }
    }
  }

  /// An error as the system reports it. The numbers of the codes are those of ASWebAuthenticationSessionError.Code.
  private func sessionError(_ code: Int, reason: String? = nil) -> NSError {
    NSError(
      domain: "com.apple.AuthenticationServices.WebAuthenticationSession", code: code,
      userInfo: reason.map { [NSLocalizedFailureReasonErrorKey: $0] } ?? [:])
  }

  private let callbacks = [RedirectCallback.scheme("myapp"), .https(host: "example.com", path: "/callback")]

  func testErrorCodesOfTheSystemBecomeBrowserFailures() {
    for callback in callbacks {
      let meanings: [(NSError?, WebBrowserFailure)] = [
        (sessionError(1), .cancelled), (sessionError(2), .notShown), (sessionError(3), .notShown),
        (sessionError(2, reason: "no window"), .notShown), (sessionError(4), .unanswered), (nil, .unanswered),
        (NSError(domain: "another domain", code: 1), .unanswered),
      ]
      for (error, failure) in meanings {
        XCTAssertEqual(
          WebBrowserFailure(sessionError: error, endingAt: callback), failure, "\(callback) \(error as Any)")
      }
    }
  }

  func testADomainThatTheAppIsNotAssociatedWithIsNotTheUsersCancellation() {
    let refusal = sessionError(1, reason: "Application … is not associated with domain example.com.")
    let failures = callbacks.map { WebBrowserFailure(sessionError: refusal, endingAt: $0) }
    XCTAssertEqual(failures, [.cancelled, .unavailable])
  }

  func testTheSheetIsShownOnTheGivenWindowOrTheKeyWindowOfAnActiveScene() throws {
    let active = SheetScene(isActive: true, keyWindow: "active")
    let background = SheetScene(isActive: false, keyWindow: "background")
    let empty = SheetScene<String>(isActive: true, keyWindow: nil)
    XCTAssertEqual(try SheetScene.window(named: "named", in: []), "named")
    XCTAssertEqual(try SheetScene.window(named: "named", in: [active]), "named")
    XCTAssertEqual(try SheetScene.window(named: nil, in: [background, empty, active]), "active")
  }

  func testWithoutAKeyWindowOfAnActiveSceneTheSheetIsNotShown() {
    let background = SheetScene(isActive: false, keyWindow: "background")
    let empty = SheetScene<String>(isActive: true, keyWindow: nil)
    for scenes in [[], [background], [empty], [background, empty]] {
      XCTAssertThrowsError(try SheetScene.window(named: nil, in: scenes)) {
        XCTAssertEqual($0 as? WebBrowserFailure, .notShown)
      }
    }
  }

  func testOnlyTheFirstResultOfASheetIsKept() async throws {
    let early = FirstResult<Int>()
    early.end(with: .success(1))
    early.end(with: .success(2))
    let first = try await early.value()
    XCTAssertEqual(first, 1)

    let awaited = FirstResult<Int>()
    let waiting = Task { try await awaited.value() }
    for number in 1...10 {
      await Task.yield()
      awaited.end(with: .success(number))
    }
    let value = try await within { try await waiting.value }
    XCTAssertEqual(value, 1)
  }

  func testASheetThatTheLibraryClosesEndsWithACancellationError() async {
    let result = FirstResult<Int>()
    result.end(with: .failure(CancellationError()))
    // When the library closes the sheet, the system can report code 1, as if the user had closed the sheet.
    result.end(with: .failure(WebBrowserFailure(sessionError: sessionError(1), endingAt: .scheme("myapp"))))
    do {
      let value = try await result.value()
      XCTFail("\(value)")
    } catch {
      XCTAssertTrue(error is CancellationError, "\(error)")
    }
  }

  /// The system may never report the end of a sheet that the library closes.
  func testACancelledTaskDoesNotWaitForTheSystemToReportTheEndOfItsSheet() async throws {
    let result = FirstResult<Int>()
    let (closed, errors) = (Kept<Bool>(), Kept<any Error>())
    let sheet = Task { @MainActor in
      do {
        _ = try await result.value { closed.keep(true) }
      } catch {
        errors.keep(error)
      }
    }
    sheet.cancel()
    try await eventually { closed.all.count == 1 && errors.all.count == 1 }
    XCTAssertTrue(errors.all.first is CancellationError, "\(errors.all)")
  }

  func testASheetThatEndsByItselfIsNotClosed() async throws {
    let result = FirstResult<Int>()
    let closed = Kept<Bool>()
    result.end(with: .success(1))
    let value = try await result.value { closed.keep(true) }
    XCTAssertEqual(value, 1)
    XCTAssertEqual(closed.all, [])
  }
}
