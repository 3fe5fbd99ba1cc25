import Foundation
import XCTest

@testable import CognitoAuth

/// The marks of an installation, in files of a temporary folder.
final class InstallationMarkTests: XCTestCase {
  private let container = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  private let item = FakeKeychain.own("test", "session")

  /// The marks, as another process of the app finds them.
  private var mark: FileMark { FileMark(folder: container.appendingPathComponent("a/b"), isShared: false) }

  override func tearDownWithError() throws {
    if FileManager.default.fileExists(atPath: container.path) { try FileManager.default.removeItem(at: container) }
  }

  func testAMarkIsFoundByTheNextProcessAndIsGoneWithTheAppsContainer() throws {
    XCTAssertFalse(try mark.isOn(item))
    try mark.put(on: item)
    try mark.put(on: item)
    XCTAssertTrue(try mark.isOn(item))
    try FileManager.default.removeItem(at: container)
    XCTAssertFalse(try mark.isOn(item))
  }

  func testEachEntryHasAMarkOfItsOwn() throws {
    let long = String(repeating: "ä", count: 100)
    let names = ["session", "Session", "a.session", "a/session", "a", "", ".", "..", "%41", "A", long, long + "a"]
    let items = names.flatMap { account in
      ["test", "Test", "a.test", "a"].flatMap { service in
        [nil, "a", "A", "a.test"].map { KeychainItem(service: service, account: account, accessGroup: $0) }
      }
    }
    for (index, item) in items.enumerated() {
      XCTAssertFalse(try mark.isOn(item), "\(index) \(item)")
      try mark.put(on: item)
      XCTAssertTrue(try mark.isOn(item), "\(index) \(item)")
    }
  }

  /// macOS usually ignores the case of file names.
  func testTheNamesOfMarksNeverDifferOnlyInCase() throws {
    for account in ["work", "Work", "wörk", "WÖRK", "%c3", "%C3"] {
      try mark.put(on: FakeKeychain.own("test", account))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: mark.folder.path)
    XCTAssertEqual(files.count, 6)
    XCTAssertEqual(Set(files.map { $0.lowercased() }).count, 6)
  }

  /// A file in the place of the folder stands for whatever makes a mark unreadable.
  func testAMarkThatCantBeReadOrWrittenIsAnErrorAndNotAMissingMark() throws {
    try FileManager.default.createDirectory(at: container, withIntermediateDirectories: true)
    try Data().write(to: container.appendingPathComponent("a"))
    XCTAssertThrowsError(try mark.isOn(item)) { XCTAssertEqual($0 as? StoreError, .locked) }
    XCTAssertThrowsError(try mark.put(on: item)) { XCTAssertEqual($0 as? StoreError, .locked) }
  }

  func testWithoutAPlaceForTheMarksTheStoreIsMisconfigured() {
    for policy in [ReinstallPolicy.keepSession, .removeSession] {
      let keychain = FakeKeychain()
      keychain.entries[item] = Data("ours".utf8)
      let store = KeychainStore(
        items: keychain, service: "test", accessGroup: nil, afterReinstall: policy, mark: MissingMark())
      XCTAssertThrowsError(try store.save(key: "new", value: Data())) {
        XCTAssertEqual($0 as? StoreError, .misconfigured)
      }
      XCTAssertEqual(keychain.entries[item], Data("ours".utf8))
    }
  }

  func testThePlatformsMarksAreFilesAndAGroupThatIsMissingHasNone() throws {
    let own = try XCTUnwrap(platformMark(appGroup: nil) as? FileMark)
    XCTAssertFalse(own.isShared)
    XCTAssertTrue(own.folder.path.hasSuffix("/\(AccessGroup.runningApp)/dev.cognitoauth/installed"), own.folder.path)
    #if !canImport(Darwin)
      XCTAssertTrue(platformMark(appGroup: "group.com.example") is MissingMark)
    #endif
  }

  /// A process that starts before the device's first unlock: the Keychain can't be read until the unlock.
  func testAProcessThatStartedBeforeTheFirstUnlockKeepsTheSession() throws {
    let keychain = FakeKeychain()
    func makeStore() -> KeychainStore {
      KeychainStore(items: keychain, service: "test", accessGroup: nil, afterReinstall: .removeSession, mark: mark)
    }
    try makeStore().save(key: "session", value: Data("ours".utf8))
    keychain.status = .interactionNotAllowed
    keychain.itemsStatus = .interactionNotAllowed
    let prewarmed = makeStore()
    XCTAssertThrowsError(try prewarmed.load(key: "session")) { XCTAssertEqual($0 as? StoreError, .locked) }
    keychain.status = nil
    keychain.itemsStatus = .success
    XCTAssertEqual(try prewarmed.load(key: "session"), Data("ours".utf8))
  }

  func testEachEntryHasAMarkOfItsOwnInUserDefaults() throws {
    let suite = "dev.cognitoauth.tests.\(UUID().uuidString)"
    defer { UserDefaults.standard.removePersistentDomain(forName: suite) }
    let mark = UserDefaultsMark(suiteName: suite)
    let items = [("test", "session"), ("test", "another"), ("other", "session")].map { FakeKeychain.own($0, $1) }
    XCTAssertEqual(items.map(mark.isOn), [false, false, false])
    mark.put(on: items[0])
    XCTAssertEqual(items.map(UserDefaultsMark(suiteName: suite).isOn), [true, false, false])
  }
}
