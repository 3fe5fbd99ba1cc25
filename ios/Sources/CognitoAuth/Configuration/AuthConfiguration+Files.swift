internal import CognitoAuthBindings
import Foundation

/// The largest file that the core reads, in bytes.
private let maximumBytes = 1024 * 1024

extension AuthConfiguration {
  /// The configuration in a file of the app's bundle: an `amplify_outputs.json`, an `amplifyconfiguration.json` or an
  /// `awsconfiguration.json`. The file's content, not its name, decides which kind of file it is.
  ///
  /// ``ignoredFields`` lists the members that have no effect: those that this version does not know, and those with a
  /// value that it does not support.
  ///
  /// - Parameters:
  ///   - name: The file's name, with `.json` at the end or without it.
  ///   - bundle: The bundle that has the file; the app's own unless given.
  ///   - entry: The name of the entries to take: an `amplifyconfiguration.json` or `awsconfiguration.json` can have
  ///     several entries of a kind, such as user pools. If `entry` is `nil`, the library takes the only entry of a
  ///     kind, or the entry named `Default` if there are several.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``, with the code
  ///   ``AuthErrorCode/unreadableConfiguration`` if the file is missing or can't be read, and
  ///   ``AuthErrorCode/malformedConfiguration`` if it is of another kind or larger than 1 MiB. ``AuthError/field`` says
  ///   which value is wrong: it is the value's path in the file, such as `auth.user_pool_id`, or the name that
  ///   ``validate()`` uses.
  public init(bundled name: String, in bundle: Bundle = .main, entry: String? = nil) throws(AuthError) {
    let stem = name.hasSuffix(".json") ? String(name.dropLast(".json".count)) : name
    guard let url = bundle.url(forResource: stem, withExtension: "json") else { throw .unreadableConfiguration }
    try self.init(contentsOf: url, entry: entry)
  }

  /// Reads the configuration from the file at this address, as ``init(bundled:in:entry:)`` does. The call blocks until
  /// the file is read.
  ///
  /// - Throws: The errors of ``init(bundled:in:entry:)``.
  public init(contentsOf url: URL, entry: String? = nil) throws(AuthError) {
    let content: Data
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      // This reads one byte more than the core accepts. So the core notices a file that is too large, and refuses it.
      content = try file.read(upToCount: maximumBytes + 1) ?? Data()
    } catch {
      throw .unreadableConfiguration
    }
    try self.init(json: content, entry: entry)
  }

  /// Reads the configuration from the content of a file, as ``init(bundled:in:entry:)`` does.
  ///
  /// - Throws: The errors of ``init(bundled:in:entry:)`` except ``AuthErrorCode/unreadableConfiguration``.
  public init(json: Data, entry: String? = nil) throws(AuthError) {
    do {
      self.init(try authConfigurationFromJson(json: json, entry: entry))
    } catch {
      throw AuthError(error)
    }
  }
}
