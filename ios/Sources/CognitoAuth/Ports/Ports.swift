import CognitoAuthBindings
import Foundation

/// One HTTP request, complete: the transport adds nothing to it and follows no redirect.
public typealias HttpRequest = CognitoAuthBindings.HttpRequest
/// One header field.
public typealias HttpHeader = CognitoAuthBindings.HttpHeader
/// One HTTP response.
public typealias HttpResponse = CognitoAuthBindings.HttpResponse
/// Why no HTTP response came.
public typealias TransportFailure = CognitoAuthBindings.TransportFailure
/// How serious a log line is.
public typealias LogLevel = CognitoAuthBindings.LogLevel

extension TransportFailure: Error {}

/// The platform's HTTP. Never called on the app's thread.
///
/// An app brings its own to pin certificates or to go through a proxy of its own:
///
/// ```swift
/// let auth = try Auth(configuration: configuration, store: KeychainStore(), transport: PinnedTransport())
/// ```
public protocol HttpTransport: Sendable {
  /// Makes one exchange, within the request's time limit, and follows no redirect. When the `Task` is cancelled nobody
  /// waits for the answer any more: free what the exchange holds.
  ///
  /// - Returns: The response, whatever its status.
  /// - Throws: ``TransportFailure``; anything else counts as ``TransportFailure/other``.
  func send(_ request: HttpRequest) async throws -> HttpResponse
}

/// Why a ``SecureStore`` could not do what it was asked. None of these ever signs a user out.
public enum StoreError: Error, Equatable, Sendable, CaseIterable {
  /// The device is locked and the entry can't be reached until it is unlocked.
  case locked
  /// The store can't be reached now, or refuses: trying again later may help.
  case unavailable
  /// There is no room.
  case full
  /// The entry is there but damaged.
  case corrupt
  /// The entry's key is gone for good: the entry can never be read again.
  case unrecoverable
  /// The app is not set up to use the store, such as by a missing entitlement: a mistake in the app.
  case misconfigured
}

/// A safe place for small secrets. Calls may block; they come on a thread that may, never on the app's.
public protocol SecureStore: Sendable {
  /// The entry's bytes, or `nil` if there is no such entry.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``.
  func load(key: String) throws -> Data?

  /// Writes an entry, in place of any former one; it is durable when this returns.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``. The former entry then stands.
  func save(key: String, value: Data) throws

  /// Removes an entry; one that is not there is no error.
  ///
  /// - Throws: ``StoreError``; anything else counts as ``StoreError/unavailable``.
  func delete(key: String) throws
}

/// Keeps the process from being suspended around a refresh and its persist. Calls may block; they come on a thread
/// that may, never on the app's.
public protocol ProcessGuard: Sendable {
  /// Before the work. `name` names the session; the same name comes to ``end(name:)``.
  func begin(name: String)
  /// After the work.
  func end(name: String)
}

/// Where log lines go. They hold no secrets, and no text of the service's or the platform's.
public protocol LogSink: Sendable {
  /// Takes one line.
  func log(level: LogLevel, line: String)
}
