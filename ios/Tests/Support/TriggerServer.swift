import CognitoAuthTesting
import Foundation

/// Serves a pool's triggers. It returns each event with the response added.
final class TriggerServer: Sendable {
  private let server: TinyServer

  /// - Parameter respond: The response to an event; `nil` refuses the event.
  init(respond: @escaping @Sendable (_ event: JSON) -> [String: JSON]?) throws {
    server = try TinyServer { request in
      guard let text = request.components(separatedBy: "\r\n\r\n").last,
        case .object(var event)? = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))
      else { return nil }
      if let response = respond(.object(event)) {
        event["response"] = .object(response)
      } else {
        event = ["errorMessage": "refused"]
      }
      guard let body = try? JSONEncoder().encode(event) else { return nil }
      let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n"
      return "\(head)Connection: close\r\n\r\n\(String(decoding: body, as: UTF8.self))"
    }
  }

  /// Makes the pool call this server for each of the triggers.
  func serve(_ pool: LocalPool, _ triggers: [String]) async throws {
    let address = JSON.string("http://127.0.0.1:\(server.port)/")
    let addresses = Dictionary(uniqueKeysWithValues: triggers.map { ($0, address) })
    try await pool.configure(["LambdaConfig": .object(addresses)])
  }
}
