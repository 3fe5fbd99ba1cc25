import Foundation
import XCTest

@testable import CognitoAuth

/// The Keychain store, with a fake of the system's Keychain functions.
final class KeychainStoreTests: XCTestCase {
  private let keychain = FakeKeychain()

  private func makeStore(
    accessGroup: String? = nil, afterReinstall: ReinstallPolicy = .keepSession, mark: any InstallationMark = FakeMark()
  ) -> KeychainStore {
    KeychainStore(
      items: keychain, service: "test", accessGroup: accessGroup, afterReinstall: afterReinstall, mark: mark)
  }

  func testAnEntryIsAddedOnceAndThenUpdatedInPlace() throws {
    let store = makeStore()
    try store.save(key: "session", value: Data("one".utf8))
    try store.save(key: "session", value: Data("two".utf8))
    XCTAssertEqual(try store.load(key: "session"), Data("two".utf8))
    XCTAssertEqual(keychain.calls, ["update", "add", "update", "copy"])
  }

  func testASaveUpdatesAnEntryThatAnotherProcessHasJustAdded() throws {
    keychain.appearsBeforeAdd = true
    try makeStore().save(key: "session", value: Data("ours".utf8))
    XCTAssertEqual(keychain.calls, ["update", "add", "update"])
    XCTAssertEqual(keychain.entries.values.first, Data("ours".utf8))
  }

  func testAnAbsentEntryIsNotAnError() throws {
    let store = makeStore()
    XCTAssertNil(try store.load(key: "session"))
    XCTAssertNoThrow(try store.delete(key: "session"))
  }

  func testAnEntryIsStoredUnderItsServiceKeyAndAccessGroup() throws {
    try makeStore(accessGroup: "team.shared").save(key: "session", value: Data())
    XCTAssertEqual(
      Array(keychain.entries.keys),
      [KeychainItem(service: "test", account: "session", accessGroup: "team.shared")])
  }

  func testEveryFailedStatusIsAnErrorAndNeverAnAbsentEntry() throws {
    let meanings: [(KeychainStatus, StoreError)] = [
      (.interactionNotAllowed, .locked), (.diskFull, .full), (.decode, .corrupt), (.notAvailable, .unavailable),
      (.missingEntitlement, .misconfigured), (KeychainStatus(rawValue: -1), .unavailable),
      (.userCanceled, .userPresenceRefused), (.authFailed, .locked), (.invalidParameter, .unavailable),
    ]
    for (status, error) in meanings {
      keychain.status = status
      let store = makeStore()
      for call in [
        { _ = try store.load(key: "session") }, { try store.save(key: "session", value: Data()) },
        { try store.delete(key: "session") },
      ] as [() throws -> Void] {
        XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? StoreError, error, "\(status)") }
      }
    }
  }

  func testALoadWithoutDataFailsAsCorrupt() {
    keychain.succeedsWithoutData = true
    XCTAssertThrowsError(try makeStore().load(key: "session")) { XCTAssertEqual($0 as? StoreError, .corrupt) }
  }

  func testAfterAReinstallTheSessionIsKeptOrRemovedAsThePolicySays() throws {
    let item = KeychainItem(service: "test", account: "session", accessGroup: nil)
    keychain.entries[item] = Data("left over".utf8)
    XCTAssertEqual(try makeStore().load(key: "session"), Data("left over".utf8))

    XCTAssertNil(try makeStore(afterReinstall: .removeSession).load(key: "session"))
    XCTAssertEqual(keychain.entries, [:])
  }

  func testASessionOfThisInstallationIsKept() throws {
    let store = makeStore(afterReinstall: .removeSession)
    try store.save(key: "session", value: Data("ours".utf8))
    XCTAssertEqual(try store.load(key: "session"), Data("ours".utf8))
  }

  func testAnEntryIsMarkedBeforeItIsAdded() throws {
    let item = KeychainItem(service: "test", account: "session", accessGroup: nil)
    let mark = FakeMark()
    keychain.beforeAdd = { XCTAssertTrue(mark.isOn(item)) }
    try makeStore(afterReinstall: .removeSession, mark: mark).save(key: "session", value: Data("ours".utf8))
    XCTAssertEqual(keychain.calls, ["update", "add"])
  }

  func testTheSessionStaysIfAnUpdateOfTheAppChangesThePolicy() throws {
    let mark = FakeMark()
    try makeStore(mark: mark).save(key: "session", value: Data("ours".utf8))
    let updated = makeStore(afterReinstall: .removeSession, mark: mark)
    XCTAssertEqual(try updated.load(key: "session"), Data("ours".utf8))
  }

  func testASaveForOnePoolDoesNotMarkTheLeftoverEntryOfAnotherPool() throws {
    let leftover = KeychainItem(service: "test", account: "another", accessGroup: nil)
    keychain.entries[leftover] = Data("left over".utf8)
    let store = makeStore(afterReinstall: .removeSession)
    try store.save(key: "session", value: Data("ours".utf8))
    XCTAssertNil(try store.load(key: "another"))
    XCTAssertEqual(try store.load(key: "session"), Data("ours".utf8))
    XCTAssertNil(keychain.entries[leftover])
  }

  func testTheFirstLoadOfALeftoverEntryRemovesAllLeftoversOfItsService() throws {
    let leftovers = ["accounts", "work.session", "work.devices"]
    for key in leftovers {
      keychain.entries[KeychainItem(service: "test", account: key, accessGroup: nil)] = Data("left over".utf8)
    }
    let other = KeychainItem(service: "other", account: "session", accessGroup: nil)
    keychain.entries[other] = Data("another store's".utf8)
    let store = makeStore(afterReinstall: .removeSession)
    try store.save(key: "session", value: Data("ours".utf8))
    XCTAssertNil(try store.load(key: "accounts"))
    let ours = KeychainItem(service: "test", account: "session", accessGroup: nil)
    XCTAssertEqual(keychain.entries, [ours: Data("ours".utf8), other: Data("another store's".utf8)])
  }

  func testAFailedRemovalOfLeftoverEntriesIsTriedAgain() throws {
    for key in ["accounts", "work.session"] {
      keychain.entries[KeychainItem(service: "test", account: key, accessGroup: nil)] = Data("left over".utf8)
    }
    keychain.accountsStatus = .notAvailable
    let store = makeStore(afterReinstall: .removeSession)
    XCTAssertThrowsError(try store.load(key: "accounts")) { XCTAssertEqual($0 as? StoreError, .unavailable) }
    XCTAssertEqual(keychain.entries.count, 2)
    keychain.accountsStatus = .success
    XCTAssertNil(try store.load(key: "accounts"))
    XCTAssertEqual(keychain.entries, [:])
  }

  func testASharedSessionIsNotRemovedIfItsMarksAreNotShared() throws {
    let item = KeychainItem(service: "test", account: "session", accessGroup: "team.shared")
    keychain.entries[item] = Data("the app's".utf8)
    let own = makeStore(accessGroup: "team.shared", afterReinstall: .removeSession)
    for call in [
      { _ = try own.load(key: "session") }, { try own.save(key: "session", value: Data()) },
      { try own.delete(key: "session") },
    ] as [() throws -> Void] {
      XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? StoreError, .misconfigured) }
    }
    XCTAssertEqual(keychain.entries[item], Data("the app's".utf8))

    let shared = makeStore(
      accessGroup: "team.shared", afterReinstall: .removeSession, mark: FakeMark(isShared: true))
    XCTAssertNoThrow(try shared.save(key: "session", value: Data("the app's".utf8)))
    XCTAssertEqual(try shared.load(key: "session"), Data("the app's".utf8))
  }

  func testEachEntryHasAMarkOfItsOwnInUserDefaults() throws {
    let suite = "dev.cognitoauth.tests.\(UUID().uuidString)"
    defer { UserDefaults.standard.removePersistentDomain(forName: suite) }
    let mark = UserDefaultsMark(suiteName: suite)
    let items = [("test", "session"), ("test", "another"), ("other", "session")].map {
      KeychainItem(service: $0, account: $1, accessGroup: nil)
    }
    XCTAssertEqual(items.map(mark.isOn), [false, false, false])
    mark.put(on: items[0])
    XCTAssertEqual(items.map(UserDefaultsMark(suiteName: suite).isOn), [true, false, false])
  }

  func testALoadOnALockedDeviceFailsAndKeepsTheEntry() {
    let item = KeychainItem(service: "test", account: "session", accessGroup: nil)
    keychain.entries[item] = Data("ours".utf8)
    keychain.status = .interactionNotAllowed
    XCTAssertThrowsError(try makeStore(afterReinstall: .removeSession).load(key: "session")) {
      XCTAssertEqual($0 as? StoreError, .locked)
    }
    XCTAssertEqual(keychain.entries[item], Data("ours".utf8))
  }
}
