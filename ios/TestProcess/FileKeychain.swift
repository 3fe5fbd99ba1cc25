import Foundation

@testable import CognitoAuth

/// A keychain in files, for tests with several processes. Each service is a folder, and each item is a file. All items
/// are in one access group. The keychain has no lock, so a frozen process never makes another one wait. If one process
/// updates an item while another one deletes it, the item can come back. The tests never do both at the same time.
/// Nothing is encrypted, and nothing is synced to the disk.
struct FileKeychain: KeychainItems {
  let folder: URL

  var identity: String { folder.path }

  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: self.folder(of: service).path)
      let accounts = names.compactMap(Self.account(of:))
      return (.success, accounts.map { KeychainItem(service: service, account: $0, accessGroup: "files") })
    } catch CocoaError.fileReadNoSuchFile {
      return (.itemNotFound, [])
    } catch {
      return (.notAvailable, [])
    }
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
    do {
      return (.success, try Data(contentsOf: file(of: item)))
    } catch CocoaError.fileReadNoSuchFile {
      return (.itemNotFound, nil)
    } catch {
      return (.notAvailable, nil)
    }
  }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    let file = file(of: item)
    guard FileManager.default.fileExists(atPath: file.path) else { return .itemNotFound }
    return written(data, for: item) { rename($0, file.path) == 0 ? .success : .notAvailable }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    written(data, for: item) { unfinished in
      defer { unlink(unfinished) }
      // `link` fails if the path has a file already; `rename` would replace that file.
      if link(unfinished, file(of: item).path) == 0 { return .success }
      return errno == EEXIST ? .duplicateItem : .notAvailable
    }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    unlink(file(of: item).path) == 0 ? .success : .itemNotFound
  }

  /// Writes the bytes to a new file, which `place` then moves to the item's path. Readers see either the earlier bytes
  /// or the new ones, never a part of them.
  private func written(_ data: Data, for item: KeychainItem, place: (String) -> KeychainStatus) -> KeychainStatus {
    let unfinished = folder.appendingPathComponent("unfinished-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder(of: item.service), withIntermediateDirectories: true)
      try data.write(to: unfinished)
    } catch {
      return .notAvailable
    }
    return place(unfinished.path)
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

/// A lock on a file. It is released when this object is freed, or when the process ends.
final class FileLock {
  private let descriptor: Int32

  init?(path: String) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { return nil }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Takes the lock. Returns `false` if another process has it.
  func attempt() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
