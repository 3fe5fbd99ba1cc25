import XCTest

@testable import CognitoAuth

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests to a minimal server, and the server's responses.
final class URLSessionTransportTests: XCTestCase {
  private func request(
    _ server: TinyServer, body: String = "{}", headers: [HttpHeader] = [], timeout: TimeInterval = 5
  ) -> HttpRequest {
    HttpRequest(
      method: "POST", url: "http://127.0.0.1:\(server.port)/", headers: headers, body: Data(body.utf8),
      timeout: timeout)
  }

  private static func response(_ status: String, headers: [String] = [], body: String = "") -> String {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  func testARequestAndItsResponseArriveUnchanged() async throws {
    let server = try TinyServer { _ in Self.response("200 OK", headers: ["x-amzn-requestid: 7"], body: "hello") }
    let headers = [HttpHeader(name: "X-Amz-Target", value: "a.b"), HttpHeader(name: "Content-Type", value: "x/y")]
    let response = try await URLSessionTransport().send(request(server, body: "{\"a\":1}", headers: headers))
    XCTAssertEqual(response.status, 200)
    XCTAssertEqual(response.body, Data("hello".utf8))
    XCTAssertTrue(response.headers.contains { $0.name.lowercased() == "x-amzn-requestid" && $0.value == "7" })
    let received = try XCTUnwrap(server.requests.first)
    XCTAssertTrue(received.hasPrefix("POST / HTTP/1.1"))
    XCTAssertTrue(received.contains("X-Amz-Target: a.b\r\n"))
    XCTAssertTrue(received.contains("Content-Type: x/y\r\n"))
    XCTAssertTrue(received.hasSuffix("{\"a\":1}"))
  }

  func testAnErrorStatusIsReturnedAsAResponse() async throws {
    let server = try TinyServer { _ in Self.response("500 Internal Server Error") }
    let response = try await URLSessionTransport().send(request(server))
    XCTAssertEqual(response.status, 500)
  }

  func testARedirectIsReturnedAsAResponseAndIsNotFollowed() async throws {
    let elsewhere = try TinyServer { _ in Self.response("200 OK") }
    let location = "Location: http://127.0.0.1:\(elsewhere.port)/"
    for status in ["302 Found", "307 Temporary Redirect"] {
      let server = try TinyServer { _ in Self.response(status, headers: [location]) }
      let response = try await URLSessionTransport().send(request(server, body: "secret"))
      XCTAssertEqual(response.status, Int(status.prefix(3)))
    }
    XCTAssertEqual(elsewhere.requests, [])
  }

  func testNoCookieIsKept() async throws {
    let server = try TinyServer { _ in Self.response("200 OK", headers: ["Set-Cookie: a=b; Path=/"]) }
    let transport = URLSessionTransport()
    _ = try await transport.send(request(server))
    _ = try await transport.send(request(server))
    XCTAssertEqual(server.requests.count, 2)
    XCTAssertFalse(server.requests.contains { $0.lowercased().contains("cookie:") })
  }

  func testCancellingAnExchangeClosesItsConnection() async throws {
    let server = try TinyServer { _ in nil }
    let request = request(server, timeout: 30)
    let exchange = Task { try await URLSessionTransport().send(request) }
    try await eventually { server.requests.count == 1 }
    exchange.cancel()
    await assertFailure(.cancelled) { try await exchange.value }
    try await eventually { server.hangUps == 1 }
  }

  func testACallThatIsCancelledBeforeItsExchangeStartsFailsAsCancelled() async throws {
    let exchanges = URLSessionExchanges()
    let task = QuickTask(of: exchanges)
    let failures = Kept<TransportFailure?>()
    let call = Task {
      do {
        while !Task.isCancelled { await Task.yield() }
        _ = try await exchanges.run(task)
      } catch {
        failures.keep(error as? TransportFailure)
      }
    }
    call.cancel()
    try await eventually { !failures.all.isEmpty }
    XCTAssertEqual(failures.all, [.cancelled])
  }

  func testATransportIsFreedAfterItsLastExchange() async throws {
    let server = try TinyServer { _ in nil }
    var transport: URLSessionTransport? = URLSessionTransport()
    weak var watched = transport
    let request = request(server)
    let exchange = Task { [transport] in try await transport?.send(request) }
    try await eventually { server.requests.count == 1 }
    transport = nil
    exchange.cancel()
    _ = await exchange.result
    try await eventually { watched == nil }
  }

  func testARequestToASilentServerTimesOut() async throws {
    let server = try TinyServer { _ in nil }
    let request = request(server, timeout: 0.7)
    await assertFailure(.timedOut) { try await URLSessionTransport().send(request) }
  }

  func testARequestToAnAbsentServerOrAMalformedAddressFails() async throws {
    let closedPort = try TinyServer { _ in nil }.port
    for url in ["http://127.0.0.1:\(closedPort)/", "http://", ""] {
      let request = HttpRequest(
        method: "POST", url: url, timeout: 2)
      await assertFailure(.other, url) { try await URLSessionTransport().send(request) }
    }
  }

  func testABodyUpToTheLimitIsReadAndALargerOrEndlessBodyFails() async throws {
    for status in ["200 OK", "400 Bad Request"] {
      let whole = String(repeating: "a", count: HttpResponse.largestBody)
      let fitting = try TinyServer { _ in Self.response(status, body: whole) }
      let response = try await URLSessionTransport().send(request(fitting))
      XCTAssertEqual(response.body.count, HttpResponse.largestBody)
      let tooLarge = try TinyServer { _ in Self.response(status, body: whole + "a") }
      await assertFailure(.tooLarge) { try await URLSessionTransport().send(request(tooLarge)) }
      let head = "HTTP/1.1 \(status)\r\nConnection: close\r\n\r\n"
      let endless = try TinyServer(rest: Data(whole.utf8), bytes: { _ in Data(head.utf8) })
      await assertFailure(.tooLarge) { try await URLSessionTransport().send(request(endless)) }
      try await eventually { endless.hangUps == 1 }
    }
  }

  func testTheSizeLimitAppliesToTheDecompressedBody() async throws {
    let packed = gzippedZeros()
    XCTAssertLessThan(packed.count, HttpResponse.largestBody / 8)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\nConnection: close\r\n\r\n"
    let server = try TinyServer(bytes: { _ in Data(head.utf8) + packed })
    await assertFailure(.tooLarge) { try await URLSessionTransport().send(request(server)) }
  }

  /// More zero bytes than the limit, compressed. The data has the header of gzip (RFC 1952) and one block in the fixed
  /// codes of deflate (RFC 1951, section 3.2.6), but no end. The test makes the data itself, because not every system
  /// has the command `gzip`.
  private func gzippedZeros() -> Data {
    // The bits are the header of a block, one zero byte, and many times the code "repeat the previous byte 258 times".
    let bits = Array("110" + "00110000" + String(repeating: "11000101" + "00000", count: 64 * 1024))
    let packed = stride(from: 0, to: bits.count, by: 8).map { start -> UInt8 in
      // The first of eight bits becomes the lowest bit of a byte.
      bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | ($1 == "1" ? 1 : 0) }
    }
    return Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + packed)
  }

  func testErrorsOfTheSystemBecomeTransportFailures() {
    let meanings: [(URLError.Code, TransportFailure)] = [
      (.notConnectedToInternet, .offline), (.dataNotAllowed, .offline), (.timedOut, .timedOut),
      (.secureConnectionFailed, .tls), (.serverCertificateUntrusted, .tls),
      (.appTransportSecurityRequiresSecureConnection, .cleartextBlocked), (.cancelled, .cancelled),
      (.cannotConnectToHost, .other), (.networkConnectionLost, .other), (.badServerResponse, .other),
    ]
    for (code, failure) in meanings {
      XCTAssertEqual(TransportFailure(code), failure)
    }
  }

  private func assertFailure<Value>(
    _ failure: TransportFailure, _ message: String = "", file: StaticString = #filePath, line: UInt = #line,
    _ body: () async throws -> Value
  ) async {
    do {
      let value = try await body()
      XCTFail("no failure, but \(value) \(message)", file: file, line: line)
    } catch {
      XCTAssertEqual(error as? TransportFailure, failure, message, file: file, line: line)
    }
  }
}

/// A task that ends before `cancel` returns. A task of the system can do this too.
private final class QuickTask: URLSessionDataTask, @unchecked Sendable {
  private let exchanges: URLSessionExchanges
  private let hasEnded = Protected(false)

  init(of exchanges: URLSessionExchanges) {
    self.exchanges = exchanges
    super.init()
  }

  override func resume() {}

  override func cancel() {
    let ended = hasEnded.withLock { hasEnded in
      defer { hasEnded = true }
      return hasEnded
    }
    if !ended { exchanges.urlSession(.shared, task: self, didCompleteWithError: URLError(.cancelled)) }
  }
}
