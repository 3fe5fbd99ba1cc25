import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Plain HTTP for the tests' own requests, which do not go through the library's transport.
struct PoolHTTP: Sendable {
  private let session = URLSession(configuration: .ephemeral)

  func send(_ method: String, _ url: URL, headers: [String: String], body: Data?) async throws -> Data {
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.httpBody = body
    for (name, value) in headers {
      request.setValue(value, forHTTPHeaderField: name)
    }
    let (data, response) = try await session.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard status == 200 else {
      throw LocalPoolError.refused(status: status, body: String(decoding: data, as: UTF8.self))
    }
    return data
  }
}
