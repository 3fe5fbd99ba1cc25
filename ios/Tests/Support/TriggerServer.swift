import CognitoAuthTestSupport
import Foundation

/// Serves a pool's triggers: takes each event, and gives it back with its response filled in.
final class TriggerServer: Sendable {
  private let server: TinyServer

  /// - Parameter respond: The response to an event, or nothing for one that is to be refused.
  init(respond: @escaping @Sendable (_ event: JSON) -> [String: JSON]?) throws {
    server = try TinyServer { request in
      guard let body = request.components(separatedBy: "\r\n\r\n").last,
        case .object(var event)? = try? JSONDecoder().decode(JSON.self, from: Data(body.utf8))
      else { return nil }
      if let response = respond(.object(event)) {
        event["response"] = .object(response)
      } else {
        event = ["errorMessage": "refused"]
      }
      guard let answer = try? JSONEncoder().encode(event) else { return nil }
      let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(answer.count)\r\n"
      return "\(head)Connection: close\r\n\r\n\(String(decoding: answer, as: UTF8.self))"
    }
  }

  /// Makes the pool ask here for each of the triggers.
  func serve(_ pool: LocalPool, _ triggers: [String]) async throws {
    let address = JSON.string("http://127.0.0.1:\(server.port)/")
    let addresses = Dictionary(uniqueKeysWithValues: triggers.map { ($0, address) })
    try await pool.configure(["LambdaConfig": .object(addresses)])
  }
}
