import Foundation

@testable import CognitoAuth

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A browser without a window, for the pages of a local pool: it follows redirects over HTTP, keeps cookies, and fills
/// the fields that it knows into the forms. If a button has the name and the value of a field, the browser presses
/// the button.
final class PoolBrowser: NSObject, WebBrowser, URLSessionTaskDelegate {
  /// Is called with the app's redirect when the browser reaches it. Returns the redirect that the browser reports to the
  /// library, or throws.
  typealias Arrival = @Sendable (URL) throws -> URL

  private static let mostForms = 10

  private let fields: [String: String]
  private let arrival: Arrival
  private let arrived = Kept<URL>()
  private let titles = Kept<String>()
  private let cookies = Protected<[String: String]>([:])

  init(fields: [String: String], arrival: @escaping Arrival = { $0 }) {
    self.fields = fields
    self.arrival = arrival
  }

  /// The redirects to the app, in order.
  var redirects: [URL] { arrived.all }

  /// The titles of the pages that had a form, in order.
  var forms: [String] { titles.all }

  func redirect(for request: WebBrowserRequest) async throws -> WebBrowserRedirect {
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    var page = try await send(URLRequest(url: request.url), in: session)
    while true {
      guard let location = page.location else {
        page = try await submit(page, in: session)
        continue
      }
      if location.absoluteString.hasPrefix(request.redirectURI) {
        arrived.keep(location)
        return WebBrowserRedirect(url: try arrival(location), isPrivate: false)
      }
      page = try await send(URLRequest(url: location), in: session)
    }
  }

  private func submit(_ page: Page, in session: URLSession) async throws -> Page {
    guard page.status == 200, titles.all.count < Self.mostForms else {
      throw Mismatch("the local pool shows \(page.status): \(page.text)")
    }
    titles.keep(try Self.matches(of: "<h1>(.*?)</h1>", in: page.text).first.orMismatch("no title")[1])
    let form = try Self.matches(of: #"<form method="post" action="(.*?)">(.*?)</form>"#, in: page.text).first
      .orMismatch("no form: \(page.text)")
    let inputs = try Self.matches(of: "<input.*?>", in: form[2]).map { $0[0] }
    let filled: [URLQueryItem] = try inputs.compactMap { input in
      guard let name = try Self.attribute("name", of: input) else { return nil }
      return URLQueryItem(name: name, value: try fields[name] ?? Self.attribute("value", of: input))
    }
    let buttons = try Self.matches(of: "<button.*?>", in: form[2]).map { $0[0] }
    let pressed: [URLQueryItem] = try buttons.compactMap { button in
      guard let name = try Self.attribute("name", of: button), let value = fields[name],
        try Self.attribute("value", of: button) == value
      else { return nil }
      return URLQueryItem(name: name, value: value)
    }
    var query = URLComponents()
    query.queryItems = filled + pressed
    let address = try URL(string: Self.plain(form[1]), relativeTo: page.url).orMismatch("no address: \(form[1])")
    var request = URLRequest(url: address)
    request.httpMethod = "POST"
    request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
    request.httpBody = query.percentEncodedQuery.map { Data($0.replacingOccurrences(of: "+", with: "%2B").utf8) }
    return try await send(request, in: session)
  }

  private func send(_ request: URLRequest, in session: URLSession) async throws -> Page {
    var request = request
    request.httpShouldHandleCookies = false
    let held = cookies.withLock { $0.map { "\($0)=\($1)" }.joined(separator: "; ") }
    if !held.isEmpty {
      request.setValue(held, forHTTPHeaderField: "Cookie")
    }
    let (data, response) = try await session.data(for: request)
    let page = try Page(data, response)
    cookies.withLock { cookies in
      for cookie in page.cookies {
        cookies[cookie.name] = cookie.expiresDate.map { $0 < Date() } == true ? nil : cookie.value
      }
    }
    return page
  }

  /// Keeps `URLSession` from following a redirect, because this browser follows redirects itself.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  private static func attribute(_ name: String, of tag: String) throws -> String? {
    try matches(of: " \(name)=\"(.*?)\"", in: tag).first.map { plain($0[1]) }
  }

  /// The matches of a pattern: each is the whole match, then its groups.
  private static func matches(of pattern: String, in text: String) throws -> [[String]] {
    let expression = try NSRegularExpression(pattern: pattern, options: .dotMatchesLineSeparators)
    let whole = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: whole).map { match in
      (0..<match.numberOfRanges).map { Range(match.range(at: $0), in: text).map { String(text[$0]) } ?? "" }
    }
  }

  /// The text without HTML's escapes.
  private static func plain(_ text: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(text) { text, pair in
      text.replacingOccurrences(of: pair.0, with: pair.1)
    }
  }
}

/// One response.
private struct Page {
  let url: URL
  let status: Int
  let location: URL?
  let cookies: [HTTPCookie]
  let text: String

  init(_ data: Data, _ response: URLResponse) throws {
    let http = try (response as? HTTPURLResponse).orMismatch("no HTTP")
    url = try http.url.orMismatch("no address")
    status = http.statusCode
    location = http.value(forHTTPHeaderField: "Location").flatMap { [url] in
      URL(string: $0, relativeTo: url)?.absoluteURL
    }
    let headers = http.allHeaderFields.compactMap { name, value in
      (name as? String).flatMap { name in (value as? String).map { (name, $0) } }
    }
    cookies = HTTPCookie.cookies(withResponseHeaderFields: Dictionary(uniqueKeysWithValues: headers), for: url)
    text = String(decoding: data, as: UTF8.self)
  }
}
