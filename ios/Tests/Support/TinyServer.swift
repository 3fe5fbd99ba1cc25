import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A minimal HTTP server that sends one response to each connection, and keeps the requests. A test says what the
/// server responds, such as a redirect, a cookie or nothing at all. The server also serves triggers.
final class TinyServer: @unchecked Sendable {
  let port: UInt16
  private let socket: Int32
  private let respond: @Sendable (_ request: String) -> Data?
  private let rest: Data?
  private let lock = NSLock()
  private var received: [String] = []
  private var hungUp = 0

  /// - Parameter respond: The whole response to a request, or `nil` to stay silent until the client hangs up.
  convenience init(respond: @escaping @Sendable (_ request: String) -> String?) throws {
    try self.init(bytes: { request in respond(request).map { Data($0.utf8) } })
  }

  /// - Parameters:
  ///   - rest: Sent after the response, over and over until the client hangs up.
  ///   - respond: The bytes of the response to a request.
  init(rest: Data? = nil, bytes respond: @escaping @Sendable (_ request: String) -> Data?) throws {
    self.respond = respond
    self.rest = rest
    // If a client hangs up, a write fails with an error. Without this line, the write would end the process.
    signal(SIGPIPE, SIG_IGN)
    #if canImport(Glibc)
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    port = try Self.listen(on: socket)
    Thread.detachNewThread { [weak self, socket] in
      while case let connection = accept(socket, nil, nil), connection >= 0 {
        guard self != nil else {
          close(connection)
          break
        }
        // Each connection has a thread of its own, because a client can open a connection long before it sends its
        // request.
        Thread.detachNewThread { [weak self] in
          if let self { self.serve(connection) } else { close(connection) }
        }
      }
      close(socket)
    }
  }

  /// Connects to the socket, so that the server's thread wakes up, sees that the server is gone, and closes the socket.
  /// If `deinit` closed the socket, the next server's socket could get the same number, and this server's thread would
  /// take the next server's connections.
  deinit {
    #if canImport(Glibc)
      let wake = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let wake = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    Self.withLoopback(port: port) { _ = connect(wake, $0, $1) }
    close(wake)
  }

  /// The requests, in order.
  var requests: [String] { lock.withLock { received } }

  /// How many clients hung up before the response had ended.
  var hangUps: Int { lock.withLock { hungUp } }

  private static func listen(on socket: Int32) throws -> UInt16 {
    let port: UInt16? = withLoopback(port: 0) { address, size in
      var size = size
      guard bind(socket, address, size) == 0, systemListen(socket) == 0, getsockname(socket, address, &size) == 0 else {
        return nil
      }
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
    guard let port else { throw POSIXError(.EADDRNOTAVAIL) }
    return port
  }

  /// Calls the body with the address of a port of this machine.
  private static func withLoopback<T>(port: UInt16, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> T) -> T {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }

  private static func systemListen(_ socket: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.listen(socket, 128)
    #else
      Darwin.listen(socket, 128)
    #endif
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    let request = readRequest(connection)
    lock.withLock { received.append(request) }
    guard let response = respond(request) else {
      var byte: UInt8 = 0
      _ = read(connection, &byte, 1)
      lock.withLock { hungUp += 1 }
      return
    }
    guard send(response, to: connection) else { return }
    guard let rest else { return waitForTheClient(connection) }
    while send(rest, to: connection) {}
    lock.withLock { hungUp += 1 }
  }

  /// Ends the response, and waits until the client closes the connection. If the server closed the connection before it
  /// had read all bytes, the system would reset the connection, and the client could lose the response.
  private func waitForTheClient(_ connection: Int32) {
    shutdown(connection, Int32(SHUT_WR))
    var byte: UInt8 = 0
    while read(connection, &byte, 1) > 0 {}
  }

  /// Whether the client took all the bytes.
  private func send(_ data: Data, to connection: Int32) -> Bool {
    var left = Array(data)[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      left = left.dropFirst(count)
    }
    return true
  }

  /// Reads the head, and as much of a body as the head announces.
  private func readRequest(_ connection: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let head = text.range(of: "\r\n\r\n") else { continue }
      let length = text[..<head.lowerBound].lowercased().split(separator: "\r\n")
        .first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) }
      if text[head.upperBound...].utf8.count >= length ?? 0 { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
