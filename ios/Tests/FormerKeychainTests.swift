import Foundation
import XCTest

@testable import CognitoAuth

/// How a former library's items are read from the Keychain, and removed.
final class FormerKeychainTests: XCTestCase {
  private let keychain = FakeKeychain()

  private var former: FormerKeychainItems { FormerKeychainItems(items: keychain) }

  private func put(
    _ value: String, _ service: String, _ account: String, accessGroup: String = FakeKeychain.ownGroup
  ) {
    keychain.entries[KeychainItem(service: service, account: account, accessGroup: accessGroup)] = Data(value.utf8)
  }

  func testOnlyItemsOfTheServiceAndTheAccessGroupAreRead() throws {
    put("own", "amplify", "session")
    put("another", "amplify", "device")
    put("shared", "amplify-shared", "session", accessGroup: "TEAM.shared")
    put("others'", "amplify-shared", "other", accessGroup: "TEAM.other")
    XCTAssertEqual(
      try former.values(service: "amplify", accessGroup: nil),
      ["session": Data("own".utf8), "device": Data("another".utf8)])
    XCTAssertEqual(
      try former.values(service: "amplify-shared", accessGroup: "TEAM.shared"), ["session": Data("shared".utf8)])
  }

  func testAServiceWithoutItemsHasNoValues() throws {
    XCTAssertEqual(try former.values(service: "amplify", accessGroup: nil), [:])
    keychain.itemsStatus = .itemNotFound
    XCTAssertEqual(try former.values(service: "amplify", accessGroup: nil), [:])
  }

  func testIfAnItemDisappearsBeforeItsReadTheResultLacksTheItem() throws {
    put("own", "amplify", "session")
    keychain.status = .itemNotFound
    XCTAssertEqual(try former.values(service: "amplify", accessGroup: nil), [:])
  }

  func testAnItemWithoutDataIsReadAsEmptyData() throws {
    put("own", "amplify", "session")
    keychain.succeedsWithoutData = true
    XCTAssertEqual(try former.values(service: "amplify", accessGroup: nil), ["session": Data()])
  }

  func testAFailedStatusIsAnErrorAndNeverAnEmptyList() throws {
    put("own", "amplify", "session")
    let meanings: [(KeychainStatus, StoreError)] = [
      (.interactionNotAllowed, .locked), (.notAvailable, .unavailable), (.missingEntitlement, .misconfigured),
      (.decode, .corrupt), (KeychainStatus(rawValue: -1), .unavailable),
    ]
    for (status, error) in meanings {
      for isOfTheList in [true, false] {
        keychain.itemsStatus = isOfTheList ? status : .success
        keychain.status = isOfTheList ? nil : status
        XCTAssertThrowsError(try former.values(service: "amplify", accessGroup: nil)) {
          XCTAssertEqual($0 as? StoreError, error, "\(status)")
        }
      }
      XCTAssertThrowsError(try former.remove(service: "amplify", accessGroup: nil, accounts: ["session"])) {
        XCTAssertEqual($0 as? StoreError, error, "\(status)")
      }
    }
  }

  func testOnlyTheNamedItemsAreRemoved() throws {
    put("own", "amplify", "session", accessGroup: "TEAM.shared")
    put("kept", "amplify", "device", accessGroup: "TEAM.shared")
    put("kept", "amplify", "session")
    try former.remove(service: "amplify", accessGroup: "TEAM.shared", accounts: ["session", "absent"])
    XCTAssertEqual(
      Set(keychain.entries.keys),
      [
        KeychainItem(service: "amplify", account: "device", accessGroup: "TEAM.shared"),
        FakeKeychain.own("amplify", "session"),
      ])
  }

  func testTheRunningAppReadsTheStandardUserDefaults() {
    let key = "dev.cognitoauth.tests.\(UUID().uuidString)"
    XCTAssertNil(RunningApp().userDefault(key))
    UserDefaults.standard.set("group", forKey: key)
    defer { UserDefaults.standard.removeObject(forKey: key) }
    XCTAssertEqual(RunningApp().userDefault(key), "group")
    XCTAssertEqual(RunningApp().bundleIdentifier, Bundle.main.bundleIdentifier)
  }
}
