import Foundation

/// A scheme, a host and a port (RFC 6454, section 4).
struct Origin: Hashable {
  let scheme: String
  let host: String
  let port: Int

  /// `nil` for a URL that is neither http nor https, has no host, or contains a user name.
  init?(_ url: URL?) {
    guard let url, url.user == nil, let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty,
      let usual = ["http": 80, "https": 443][scheme]
    else { return nil }
    self.scheme = scheme
    // On some systems the host of an IPv6 address still has its brackets.
    self.host = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    port = url.port ?? usual
  }

  /// Whether nobody on the way to the server can read the request.
  var isPrivate: Bool { scheme == "https" || ["localhost", "127.0.0.1", "::1"].contains(host) }
}

/// The hosts that get a token.
struct APIHosts: Sendable {
  /// The origins that get a token, each as its scheme, host and port. Each host is listed twice: with `https` and with
  /// `http`.
  private let listed: Set<[String]>

  init(_ entries: [String]) throws(AuthError) {
    var listed: Set<[String]> = []
    for entry in entries {
      // An entry must contain neither a user name, a path, a scheme nor a `*`.
      let isHost = !entry.isEmpty && !entry.contains { "/@?#*\\%".contains($0) || $0.isWhitespace }
      guard isHost, Self.hasUsablePort(entry), let https = Origin(URL(string: "https://\(entry)/")),
        let http = Origin(URL(string: "http://\(entry)/"))
      else { throw Self.malformedEntry }
      listed.insert([https.scheme, https.host, "\(https.port)"])
      listed.insert([http.scheme, http.host, "\(http.port)"])
    }
    guard !listed.isEmpty else { throw Self.malformedEntry }
    self.listed = listed
  }

  /// Whether the entry has no port, or one from 1 to 65535.
  private static func hasUsablePort(_ entry: String) -> Bool {
    // The colons between the brackets of an IPv6 address begin no port.
    let end = entry.lastIndex(of: "]") ?? entry.startIndex
    guard let colon = entry[end...].firstIndex(of: ":") else { return true }
    let port = entry[entry.index(after: colon)...]
    // `Int` takes a sign, too.
    return port.allSatisfy { ("0"..."9").contains($0) } && (1...65535).contains(Int(port) ?? 0)
  }

  /// - Throws: An error that says why, if requests to this URL get no token.
  func check(_ url: URL?) throws(AuthError) {
    guard let origin = Origin(url), listed.contains([origin.scheme, origin.host, "\(origin.port)"]) else {
      throw Self.notListed
    }
    guard origin.isPrivate else { throw Self.insecure }
  }

  private static let malformedEntry = AuthError(
    kind: .configuration, code: .invalidConfiguration,
    errorDescription: "The hosts of an API are missing or malformed.",
    recoverySuggestion: "Give each host without a scheme, with its port if it has one.", field: "hosts")
  private static let notListed = AuthError(
    kind: .configuration, code: .invalidConfiguration,
    errorDescription: "The request's host is not in the list of hosts. Nothing was sent.",
    recoverySuggestion: "If the host belongs to the app's API, add it to the list, with its port if it has one.",
    field: "hosts")
  private static let insecure = AuthError(
    kind: .configuration, code: .insecureEndpoint, errorDescription: "A token is sent only by https. Nothing was sent.",
    recoverySuggestion: "Use https. A server on the device itself may use http.", field: "url")
}
