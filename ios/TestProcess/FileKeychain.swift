import Foundation

@testable import CognitoAuth

/// A keychain in files, for tests with several processes: a folder for each service, and a file for each item. It has no
/// lock, so a process that is frozen holds up no other one. An item that one process updates while another one deletes
/// it can come back: the tests do not do both at a time. Nothing is encrypted, and nothing is synced to the disk.
struct FileKeychain: KeychainItems {
  let folder: URL

  var identity: String { folder.path }

  func accounts(service: String, accessGroup: String?) -> (status: KeychainStatus, accounts: [String]) {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: self.folder(of: service).path)
      return (.success, names.compactMap(Self.account(of:)))
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
      // Unlike a renamed file, a linked one replaces no other.
      if link(unfinished, file(of: item).path) == 0 { return .success }
      return errno == EEXIST ? .duplicateItem : .notAvailable
    }
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    unlink(file(of: item).path) == 0 ? .success : .itemNotFound
  }

  /// Writes the bytes to a new file, and gives it its place. Readers see the former bytes or the new ones, never a part.
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

  /// False if another process has the lock.
  func attempt() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
