internal import CognitoAuthBindings
import Foundation

/// The largest file that the core reads, in bytes.
private let maximumBytes = 1024 * 1024

extension AuthConfiguration {
  /// The configuration in a file of the app's bundle, whose kind is recognised by its content: `amplify_outputs.json`,
  /// `amplifyconfiguration.json` or `awsconfiguration.json`.
  ///
  /// What has no effect is in ``ignoredFields``: members and words that this version does not know, and values that it
  /// does not support.
  ///
  /// - Parameters:
  ///   - name: The file's name, with `.json` at the end or without it.
  ///   - bundle: The bundle that has the file; the app's own unless given.
  ///   - entry: The name of the entries to take, in a file of the last two kinds with several user pools. Without it, a
  ///     single entry is taken, or `Default` if there are several.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``, with the code
  ///   ``AuthErrorCode/unreadableConfiguration`` if the file is not there or can't be read, and
  ///   ``AuthErrorCode/malformedConfiguration`` if it is of another kind or larger than 1 MiB. ``AuthError/field``
  ///   names the wrong value: a path in the file, such as `auth.user_pool_id`, or the value of the configuration.
  public init(bundled name: String, in bundle: Bundle = .main, entry: String? = nil) throws(AuthError) {
    let stem = name.hasSuffix(".json") ? String(name.dropLast(".json".count)) : name
    guard let url = bundle.url(forResource: stem, withExtension: "json") else { throw .unreadableConfiguration }
    try self.init(contentsOf: url, entry: entry)
  }

  /// The configuration in a file: ``init(bundled:in:entry:)``, with the file's own address. It blocks while it reads.
  ///
  /// - Throws: The same.
  public init(contentsOf url: URL, entry: String? = nil) throws(AuthError) {
    let content: Data
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      // One byte more than the core reads: it refuses a file that is too large.
      content = try file.read(upToCount: maximumBytes + 1) ?? Data()
    } catch {
      throw .unreadableConfiguration
    }
    try self.init(json: content, entry: entry)
  }

  /// The configuration in the content of a file: ``init(bundled:in:entry:)``, with the content itself.
  ///
  /// - Throws: The same, but never ``AuthErrorCode/unreadableConfiguration``.
  public init(json: Data, entry: String? = nil) throws(AuthError) {
    do {
      self.init(try authConfigurationFromJson(json: json, entry: entry))
    } catch {
      throw AuthError(error)
    }
  }
}
