import Foundation

/// Marks on Keychain entries. They tell the entries of this installation of the app from those of an earlier one.
protocol InstallationMark: Sendable {
  /// Whether every app and extension that shares the entries sees the same marks.
  var isShared: Bool { get }
  /// Whether this installation wrote the entry.
  ///
  /// - Throws: ``StoreError`` if the mark can't be read. Then nobody knows who wrote the entry.
  func isOn(_ item: KeychainItem) throws -> Bool
  /// Marks the entry as one that this installation wrote. The mark is durable when this call returns.
  ///
  /// - Throws: ``StoreError``.
  func put(on item: KeychainItem) throws
}

/// Marks as empty files in the app's container, which the system deletes with the app. Each entry has its own mark,
/// because entries are written at different times: one pool's entry can still be from an earlier installation when
/// another pool's entry is new.
///
/// `UserDefaults` can't have the marks. In a process that starts before the device's first unlock, such as a prewarmed
/// one, the defaults read as empty, and stay so after the unlock. All marks would then seem to be missing while the
/// entries can be read.
///
/// Backups contain the marks. A backup that is restored on the same device brings back the entries too, and the marks
/// keep them. On another device it brings back only the marks, which do no harm without entries.
struct FileMark: InstallationMark {
  /// The folder of the marks.
  let folder: URL
  let isShared: Bool

  func isOn(_ item: KeychainItem) throws -> Bool {
    if access(file(of: item).path, F_OK) == 0 { return true }
    // Only this error says that there is no mark. With any other one, the mark can't be read now.
    guard errno == ENOENT else { throw StoreError.locked }
    return false
  }

  func put(on item: KeychainItem) throws {
    if try isOn(item) { return }
    let file = file(of: item)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Without file protection, the mark can be read before the first unlock.
      try Data().write(to: file, options: .noFileProtection)
      let handle = try FileHandle(forWritingTo: file)
      try handle.synchronize()
      try handle.close()
    } catch CocoaError.fileWriteOutOfSpace {
      throw StoreError.full
    } catch {
      throw StoreError.unavailable
    }
  }

  /// The mark's file. The names of two items never give the same file, not even where a file system ignores the case.
  private func file(of item: KeychainItem) -> URL {
    let names = [item.accessGroup ?? "", item.service, item.account].map(Self.escaped)
    var rest = Substring(names.joined(separator: "."))
    var folder = folder
    while rest.utf8.count > Self.longestName {
      folder.appendPathComponent(String(rest.prefix(Self.longestName)))
      rest = rest.dropFirst(Self.longestName)
    }
    return folder.appendingPathComponent("\(rest).mark")
  }

  /// A name in small letters, digits, `-` and `_`. Every other byte is written as `%` and its value.
  private static func escaped(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }

  private static let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz0123456789-_")
  /// A file system's names are limited to 255 bytes.
  private static let longestName = 200
}

/// Marks in `UserDefaults`, for a platform whose apps have no durable files, and whose devices have no passcode.
struct UserDefaultsMark: InstallationMark {
  /// The app group whose defaults have the marks, if an extension shares the session; `nil` for the app's own defaults.
  let suiteName: String?

  var isShared: Bool { suiteName != nil }

  func isOn(_ item: KeychainItem) -> Bool { defaults.bool(forKey: Self.name(of: item)) }

  func put(on item: KeychainItem) {
    if !isOn(item) {
      defaults.set(true, forKey: Self.name(of: item))
    }
  }

  private static func name(of item: KeychainItem) -> String {
    "dev.cognitoauth.installed/\(item.accessGroup ?? "")/\(item.service)/\(item.account)"
  }

  private var defaults: UserDefaults {
    suiteName.flatMap(UserDefaults.init(suiteName:)) ?? .standard
  }
}

/// Stands for marks whose place can't be found.
struct MissingMark: InstallationMark {
  let isShared = true

  func isOn(_ item: KeychainItem) throws -> Bool { throw StoreError.misconfigured }
  func put(on item: KeychainItem) throws { throw StoreError.misconfigured }
}

/// The platform's marks.
///
/// - Parameter appGroup: The app group that has the marks; `nil` for the app itself. If the app does not belong to the
///   group, each use of the marks fails with ``StoreError/misconfigured``. On tvOS nothing checks whether it does.
func platformMark(appGroup: String?) -> any InstallationMark {
  #if os(tvOS)
    return UserDefaultsMark(suiteName: appGroup)
  #else
    let files = FileManager.default
    if let appGroup {
      guard let container = files.container(ofAppGroup: appGroup) else { return MissingMark() }
      let folder = container.appendingPathComponent("Library/Application Support/dev.cognitoauth/installed")
      return FileMark(folder: folder, isShared: true)
    }
    guard let support = files.urls(for: .applicationSupportDirectory, in: .userDomainMask).first else {
      return MissingMark()
    }
    // Outside of a sandbox, all apps on a Mac have this folder in common.
    let folder = support.appendingPathComponent("\(AccessGroup.runningApp)/dev.cognitoauth/installed")
    return FileMark(folder: folder, isShared: false)
  #endif
}

extension FileManager {
  /// The folder that the apps of a group have in common; `nil` if the app does not belong to the group.
  fileprivate func container(ofAppGroup group: String) -> URL? {
    #if canImport(Darwin)
      containerURL(forSecurityApplicationGroupIdentifier: group)
    #else
      nil
    #endif
  }
}
