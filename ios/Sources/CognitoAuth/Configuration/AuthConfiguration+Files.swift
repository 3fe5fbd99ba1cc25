internal import CognitoAuthBindings
import Foundation

/// The largest file that the core reads, in bytes.
private let maximumBytes = 1024 * 1024

extension AuthConfiguration {
  /// The configuration in a file of the app's bundle: an `amplify_outputs.json`, an `amplifyconfiguration.json` or an
  /// `awsconfiguration.json`. The content tells which kind of file it is, not the name.
  ///
  /// ``ignoredFields`` lists what has no effect: members and words that this version does not know, and values that it
  /// does not support.
  ///
  /// - Parameters:
  ///   - name: The file's name, with `.json` at the end or without it.
  ///   - bundle: The bundle that has the file; the app's own unless given.
  ///   - entry: For an `amplifyconfiguration.json` or `awsconfiguration.json` with several user pools: the name of the
  ///     entries to take. Without it, a single entry is taken, or `Default` if there are several.
  /// - Throws: ``AuthError`` of the kind ``AuthError/Kind/configuration``, with the code
  ///   ``AuthErrorCode/unreadableConfiguration`` if the file is not there or can't be read, and
  ///   ``AuthErrorCode/malformedConfiguration`` if it is of another kind or larger than 1 MiB. ``AuthError/field``
  ///   names the value at fault: by its path in the file, such as `auth.user_pool_id`, or as ``validate()`` names it.
  public init(bundled name: String, in bundle: Bundle = .main, entry: String? = nil) throws(AuthError) {
    let stem = name.hasSuffix(".json") ? String(name.dropLast(".json".count)) : name
    guard let url = bundle.url(forResource: stem, withExtension: "json") else { throw .unreadableConfiguration }
    try self.init(contentsOf: url, entry: entry)
  }

  /// The configuration in the file at this address, read as ``init(bundled:in:entry:)`` does. The call blocks until the
  /// file is read.
  ///
  /// - Throws: The errors of ``init(bundled:in:entry:)``.
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

  /// The configuration in the content of a file, read as ``init(bundled:in:entry:)`` does.
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
