import Foundation

@testable import CognitoAuth

/// A keychain in files, for tests with several processes: a folder for each service, and a file for each item. A file
/// lock protects each change. Nothing in it is encrypted, and nothing is synced to the disk.
struct FileKeychain: KeychainItems {
  let folder: URL

  var identity: String { folder.path }

  func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
    let names = try? FileManager.default.contentsOfDirectory(atPath: self.folder(of: service).path)
    return (.success, names?.compactMap(Self.account(of:)) ?? [])
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
    guard let data = try? Data(contentsOf: file(of: item)) else { return (.itemNotFound, nil) }
    return (.success, data)
  }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    locked { exists(item) ? write(item, data) : .itemNotFound }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    locked { exists(item) ? .duplicateItem : write(item, data) }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    locked { unlink(file(of: item).path) == 0 ? .success : .itemNotFound }
  }

  private func exists(_ item: KeychainItem) -> Bool {
    FileManager.default.fileExists(atPath: file(of: item).path)
  }

  /// Readers see the former bytes or the new ones, never a part.
  private func write(_ item: KeychainItem, _ data: Data) -> KeychainStatus {
    let file = file(of: item)
    let unfinished = folder.appendingPathComponent("unfinished")
    do {
      try FileManager.default.createDirectory(at: folder(of: item.service), withIntermediateDirectories: true)
      try data.write(to: unfinished)
    } catch {
      return .notAvailable
    }
    return rename(unfinished.path, file.path) == 0 ? .success : .notAvailable
  }

  private func locked(_ change: () -> KeychainStatus) -> KeychainStatus {
    let lock = FileLock(path: folder.appendingPathComponent("lock").path)
    guard let lock, lock.wait() else { return .notAvailable }
    return change()
  }

  private func folder(of service: String) -> URL {
    folder.appendingPathComponent(Self.hexadecimal(service))
  }

  private func file(of item: KeychainItem) -> URL {
    folder(of: item.service).appendingPathComponent(Self.hexadecimal(item.account))
  }

  private static func hexadecimal(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func account(of name: String) -> String? {
    let digits = Array(name)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    return bytes.contains(nil) ? nil : String(decoding: bytes.compactMap { $0 }, as: UTF8.self)
  }
}

/// A lock of a file. It ends with this object, or with the process.
final class FileLock {
  private let descriptor: Int32

  init?(path: String) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Waits until no other process has the lock.
  func wait() -> Bool { flock(descriptor, LOCK_EX) == 0 }

  /// False if another process has the lock.
  func attempt() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
