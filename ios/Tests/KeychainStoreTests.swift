import Foundation
import XCTest

@testable import CognitoAuth

/// The Keychain store, with a fake of the system's Keychain functions.
final class KeychainStoreTests: XCTestCase {
  private let keychain = FakeKeychain()

  private func makeStore(
    accessGroup: String? = nil, afterReinstall: ReinstallPolicy = .keepSession,
    mark: any InstallationMark = FakeMark(), app: String = "com.example.app"
  ) -> KeychainStore {
    KeychainStore(
      items: keychain, service: "test", accessGroup: accessGroup, afterReinstall: afterReinstall, mark: mark, app: app)
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
    try makeStore(accessGroup: "TEAM.shared").save(key: "session", value: Data())
    XCTAssertEqual(
      Array(keychain.entries.keys),
      [KeychainItem(service: "test", account: "session", accessGroup: "TEAM.shared")])
  }

  func testAStoreWithoutAnAccessGroupNeitherReadsNorChangesTheEntriesOfAnotherGroup() throws {
    let shared = makeStore(accessGroup: "TEAM.shared")
    try shared.save(key: "session", value: Data("shared".utf8))
    let own = makeStore()
    XCTAssertNil(try own.load(key: "session"))
    try own.save(key: "session", value: Data("own".utf8))
    XCTAssertEqual(try shared.load(key: "session"), Data("shared".utf8))
    XCTAssertEqual(try own.load(key: "session"), Data("own".utf8))
    try own.delete(key: "session")
    XCTAssertEqual(try shared.load(key: "session"), Data("shared".utf8))
    try own.save(key: "session", value: Data("own".utf8))
    try shared.delete(key: "session")
    XCTAssertEqual(try own.load(key: "session"), Data("own".utf8))
  }

  func testAStoreWithoutAnAccessGroupDoesNotTakeTheEntriesOfAnotherGroupForLeftovers() throws {
    for key in ["session", "devices"] {
      try makeStore(accessGroup: "TEAM.shared").save(key: key, value: Data("shared".utf8))
    }
    keychain.entries[FakeKeychain.own("test", "session")] = Data("left over".utf8)
    XCTAssertNil(try makeStore(afterReinstall: .removeSession).load(key: "session"))
    XCTAssertEqual(keychain.entries.keys.map(\.accessGroup), ["TEAM.shared", "TEAM.shared"])
  }

  func testTheSessionIsFoundIfAnUpdateOfTheAppHasAnotherFirstGroup() throws {
    try makeStore().save(key: "session", value: Data("ours".utf8))
    keychain.groups = ["TEAM.shared", FakeKeychain.ownGroup]
    let updated = makeStore()
    XCTAssertEqual(try updated.load(key: "session"), Data("ours".utf8))
    try updated.save(key: "session", value: Data("newer".utf8))
    XCTAssertEqual(keychain.entries, [FakeKeychain.own("test", "session"): Data("newer".utf8)])
    let shared = makeStore(accessGroup: "TEAM.shared")
    XCTAssertNil(try shared.load(key: "session"))
  }

  func testEachAppNotesAGroupOfItsOwn() throws {
    keychain.groups = ["TEAM.shared", FakeKeychain.ownGroup]
    try makeStore(app: "com.example.other").save(key: "session", value: Data("the other app's".utf8))
    keychain.groups = [FakeKeychain.ownGroup, "TEAM.shared"]
    let store = makeStore()
    XCTAssertNil(try store.load(key: "session"))
    try store.save(key: "session", value: Data("ours".utf8))
    XCTAssertEqual(keychain.entries[FakeKeychain.own("test", "session")], Data("ours".utf8))
    XCTAssertEqual(Set(keychain.notes.keys.map(\.accessGroup)), ["TEAM.shared", FakeKeychain.ownGroup])
  }

  func testAGroupThatCantBeReadIsAnErrorAndNotAnAbsentEntry() throws {
    let item = FakeKeychain.own("test", "session")
    keychain.entries[item] = Data("ours".utf8)
    keychain.itemsStatus = .interactionNotAllowed
    let store = makeStore()
    XCTAssertThrowsError(try store.load(key: "session")) { XCTAssertEqual($0 as? StoreError, .locked) }
    keychain.itemsStatus = .success
    XCTAssertEqual(try store.load(key: "session"), Data("ours".utf8))
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
    let item = FakeKeychain.own("test", "session")
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
    let item = FakeKeychain.own("test", "session")
    let mark = FakeMark()
    keychain.beforeAdd = { XCTAssertEqual(try? mark.isOn(item), true) }
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
    let leftover = FakeKeychain.own("test", "another")
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
      keychain.entries[FakeKeychain.own("test", key)] = Data("left over".utf8)
    }
    let other = FakeKeychain.own("other", "session")
    keychain.entries[other] = Data("another store's".utf8)
    let store = makeStore(afterReinstall: .removeSession)
    try store.save(key: "session", value: Data("ours".utf8))
    XCTAssertNil(try store.load(key: "accounts"))
    let ours = FakeKeychain.own("test", "session")
    XCTAssertEqual(keychain.entries, [ours: Data("ours".utf8), other: Data("another store's".utf8)])
  }

  func testAFailedRemovalOfLeftoverEntriesIsTriedAgain() throws {
    for key in ["accounts", "work.session"] {
      keychain.entries[FakeKeychain.own("test", key)] = Data("left over".utf8)
    }
    let store = makeStore(afterReinstall: .removeSession)
    XCTAssertNil(try store.load(key: "absent"))
    keychain.itemsStatus = .notAvailable
    XCTAssertThrowsError(try store.load(key: "accounts")) { XCTAssertEqual($0 as? StoreError, .unavailable) }
    XCTAssertEqual(keychain.entries.count, 2)
    keychain.itemsStatus = .success
    XCTAssertNil(try store.load(key: "accounts"))
    XCTAssertEqual(keychain.entries, [:])
  }

  func testASharedSessionIsNotRemovedIfItsMarksAreNotShared() throws {
    let item = KeychainItem(service: "test", account: "session", accessGroup: "TEAM.shared")
    keychain.entries[item] = Data("the app's".utf8)
    let own = makeStore(accessGroup: "TEAM.shared", afterReinstall: .removeSession)
    for call in [
      { _ = try own.load(key: "session") }, { try own.save(key: "session", value: Data()) },
      { try own.delete(key: "session") },
    ] as [() throws -> Void] {
      XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? StoreError, .misconfigured) }
    }
    XCTAssertEqual(keychain.entries[item], Data("the app's".utf8))

    let shared = makeStore(
      accessGroup: "TEAM.shared", afterReinstall: .removeSession, mark: FakeMark(isShared: true))
    XCTAssertNoThrow(try shared.save(key: "session", value: Data("the app's".utf8)))
    XCTAssertEqual(try shared.load(key: "session"), Data("the app's".utf8))
  }

  func testAMarkThatCantBeReadIsAnErrorAndRemovesNoEntry() throws {
    let mark = FakeMark()
    let store = makeStore(afterReinstall: .removeSession, mark: mark)
    for key in ["session", "devices"] { try store.save(key: key, value: Data("ours".utf8)) }
    mark.fail(with: .locked)
    for key in ["session", "devices"] {
      XCTAssertThrowsError(try store.load(key: key)) { XCTAssertEqual($0 as? StoreError, .locked) }
    }
    XCTAssertFalse(keychain.calls.contains("delete"))
    mark.fail(with: nil)
    XCTAssertEqual(try store.load(key: "session"), Data("ours".utf8))
  }

  func testAnEntryThatCantBeMarkedIsNotAdded() throws {
    let mark = FakeMark()
    mark.fail(with: .full)
    for policy in [ReinstallPolicy.keepSession, .removeSession] {
      let store = makeStore(afterReinstall: policy, mark: mark)
      XCTAssertThrowsError(try store.save(key: "session", value: Data())) { XCTAssertEqual($0 as? StoreError, .full) }
      XCTAssertEqual(keychain.entries, [:])
    }
  }

  func testALoadOnALockedDeviceFailsAndKeepsTheEntry() {
    let item = FakeKeychain.own("test", "session")
    keychain.entries[item] = Data("ours".utf8)
    keychain.status = .interactionNotAllowed
    XCTAssertThrowsError(try makeStore(afterReinstall: .removeSession).load(key: "session")) {
      XCTAssertEqual($0 as? StoreError, .locked)
    }
    XCTAssertEqual(keychain.entries[item], Data("ours".utf8))
  }
}
