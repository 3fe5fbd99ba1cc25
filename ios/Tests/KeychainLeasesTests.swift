import Foundation
import XCTest

@testable import CognitoAuth

/// The leases in the Keychain, with a fake of the system's Keychain functions.
final class KeychainLeasesTests: XCTestCase {
  private let keychain = SharedKeychain()

  private func makeLeases(accessGroup: String? = nil) -> KeychainLeases {
    KeychainLeases(items: keychain, service: "test", accessGroup: accessGroup, process: "app")
  }

  func testALeaseIsReplacedOnlyIfItIsTheExpectedOne() throws {
    let leases = makeLeases()
    let (first, second) = (Data("first".utf8), Data("second".utf8))
    XCTAssertNil(try leases.read(name: "session"))
    XCTAssertFalse(try leases.swap(name: "session", expected: first, lease: second))
    XCTAssertTrue(try leases.swap(name: "session", expected: nil, lease: first))
    XCTAssertFalse(try leases.swap(name: "session", expected: nil, lease: second))
    XCTAssertTrue(try leases.swap(name: "session", expected: first, lease: second))
    XCTAssertEqual(try leases.read(name: "session"), second)
    XCTAssertNil(try leases.read(name: "identity"))
    XCTAssertNil(try makeLeases(accessGroup: "team.shared").read(name: "session"))
  }

  func testLeasesWithoutAnAccessGroupAreNotThoseOfAnotherGroup() throws {
    let (own, shared) = (makeLeases(), makeLeases(accessGroup: "team.shared"))
    XCTAssertTrue(try shared.swap(name: "session", expected: nil, lease: Data("shared".utf8)))
    XCTAssertNil(try own.read(name: "session"))
    XCTAssertTrue(try own.swap(name: "session", expected: nil, lease: Data("own".utf8)))
    XCTAssertEqual(try shared.read(name: "session"), Data("shared".utf8))
    XCTAssertEqual(try own.read(name: "session"), Data("own".utf8))
  }

  func testOnlyTheNewestItemOfALeaseIsKept() throws {
    try swapTenTimes()
    XCTAssertEqual(
      keychain.leases, [KeychainItem(service: "test.lease.session", account: "10", accessGroup: "own")])
  }

  /// Both processes have read the same lease, and both try to replace it.
  func testTheSlowerOfTwoProcessesDoesNotReplaceTheLease() throws {
    try swapTenTimes()
    keychain.beforeNextAdd { [self] in
      XCTAssertTrue(try makeLeases().swap(name: "session", expected: Data("10".utf8), lease: Data("faster".utf8)))
    }
    XCTAssertFalse(try makeLeases().swap(name: "session", expected: Data("10".utf8), lease: Data("slower".utf8)))
    XCTAssertEqual(try makeLeases().read(name: "session"), Data("faster".utf8))
  }

  /// When the process goes on, its item does not collide with another item. The other processes have removed the item
  /// with the same number, and have added items with higher numbers.
  func testAProcessThatWasSuspendedDuringSeveralReplacementsDoesNotReplaceTheLease() throws {
    try swapTenTimes()
    keychain.beforeNextAdd { [self] in
      for number in 10..<13 {
        let (expected, lease) = (Data("\(number)".utf8), Data("\(number + 1)".utf8))
        XCTAssertTrue(try makeLeases().swap(name: "session", expected: expected, lease: lease))
      }
    }
    XCTAssertFalse(try makeLeases().swap(name: "session", expected: Data("10".utf8), lease: Data("late".utf8)))
    XCTAssertEqual(try makeLeases().read(name: "session"), Data("13".utf8))
    XCTAssertEqual(keychain.leases.map(\.account), ["13"])
  }

  /// Another process reads the lease that this process has added, and replaces it before this process checks its own
  /// change.
  func testASwapFailsIfAnotherProcessReplacesTheLeaseBeforeTheCheck() throws {
    try swapTenTimes()
    keychain.afterNextAdd { [self] in
      XCTAssertTrue(try makeLeases().swap(name: "session", expected: Data("11".utf8), lease: Data("12".utf8)))
    }
    XCTAssertFalse(try makeLeases().swap(name: "session", expected: Data("10".utf8), lease: Data("11".utf8)))
    XCTAssertEqual(try makeLeases().read(name: "session"), Data("12".utf8))
    XCTAssertEqual(keychain.leases.map(\.account), ["12"])
  }

  func testEachLeaseIsReplacedByOnlyOneOfManyThreads() throws {
    let leases = makeLeases()
    let replaced = Protected<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      var changes = 0
      while changes < 100 {
        do {
          let stored = try leases.read(name: "sum")
          let sum = stored.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
          if try leases.swap(name: "sum", expected: stored, lease: Data("\(sum + 1)".utf8)) {
            changes += 1
            replaced.withLock { $0.append(sum) }
          }
        } catch {
          // `read` throws if other threads remove the item at each of its tries. Then this thread calls `read` again.
        }
      }
    }
    let each = replaced.withLock { $0 }
    XCTAssertEqual(Set(each).count, each.count)
    // Another thread can replace a lease before its writer has checked it. The writer's `swap` then returns `false`,
    // although the sum has grown.
    let stored = try XCTUnwrap(makeLeases().read(name: "sum"))
    XCTAssertGreaterThanOrEqual(try XCTUnwrap(Int(String(decoding: stored, as: UTF8.self))), each.count)
  }

  func testOnlyAnAppOnAPhoneOrTabletIsASingleProcess() {
    for (bundle, isOnMac, name) in [
      ("/App.app", false, "com.example.app"), ("/App.app", true, nil), ("/App.app/PlugIns/Share.appex", false, nil),
      ("/App.app/PlugIns/Share.appex", true, nil),
    ] as [(String, Bool, String?)] {
      XCTAssertEqual(
        singleProcess(bundlePath: bundle, bundleIdentifier: "com.example.app", isOnMac: isOnMac), name, bundle)
    }
  }

  func testEveryFailedStatusIsAnError() throws {
    let meanings: [(KeychainStatus, StoreError)] = [
      (.interactionNotAllowed, .locked), (.missingEntitlement, .misconfigured), (.notAvailable, .unavailable),
    ]
    for (status, error) in meanings {
      keychain.fail(with: status)
      for call in [
        { _ = try self.makeLeases().read(name: "session") },
        { _ = try self.makeLeases().swap(name: "session", expected: nil, lease: Data()) },
      ] as [() throws -> Void] {
        XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? StoreError, error, "\(status)") }
      }
    }
  }

  private func swapTenTimes() throws {
    var stored: Data?
    for number in 1...10 {
      let lease = Data("\(number)".utf8)
      XCTAssertTrue(try makeLeases().swap(name: "session", expected: stored, lease: lease))
      stored = lease
    }
  }
}

/// A Keychain in memory, which several threads may use at the same time. The app's first access group is `own`.
private final class SharedKeychain: KeychainItems, @unchecked Sendable {
  let identity = "fake"
  private let entries = Protected<[KeychainItem: Data]>([:])
  private let status = Protected<KeychainStatus?>(nil)
  private let before = Protected<(() throws -> Void)?>(nil)
  private let after = Protected<(() throws -> Void)?>(nil)

  private var stored: [KeychainItem] { entries.withLock { Array($0.keys) } }

  /// The items, without the notes of ``AccessGroup``.
  var leases: [KeychainItem] { stored.filter { $0.service != AccessGroup.service } }

  func fail(with failure: KeychainStatus) { status.withLock { $0 = failure } }

  func beforeNextAdd(_ body: @escaping () throws -> Void) { before.withLock { $0 = body } }

  func afterNextAdd(_ body: @escaping () throws -> Void) { after.withLock { $0 = body } }

  func items(service: String, accessGroup: String?) -> (status: KeychainStatus, items: [KeychainItem]) {
    if let failure = status.withLock({ $0 }) { return (failure, []) }
    let found = stored.filter { $0.service == service && [nil, $0.accessGroup].contains(accessGroup) }
    return (found.isEmpty ? .itemNotFound : .success, found)
  }

  func copy(_ item: KeychainItem) -> (status: KeychainStatus, data: Data?) {
    entries.withLock { $0[item] }.map { (.success, $0) } ?? (.itemNotFound, nil)
  }

  func update(_ item: KeychainItem, data: Data) -> KeychainStatus {
    entries.withLock { entries in
      guard entries[item] != nil else { return .itemNotFound }
      entries[item] = data
      return .success
    }
  }

  func add(_ item: KeychainItem, data: Data) -> KeychainStatus {
    XCTAssertNoThrow(try take(before)?())
    let next = take(after)
    let item = KeychainItem(service: item.service, account: item.account, accessGroup: item.accessGroup ?? "own")
    let status = entries.withLock { entries -> KeychainStatus in
      guard entries[item] == nil else { return .duplicateItem }
      entries[item] = data
      return .success
    }
    XCTAssertNoThrow(try next?())
    return status
  }

  func delete(_ item: KeychainItem) -> KeychainStatus {
    entries.withLock { $0.removeValue(forKey: item) == nil ? .itemNotFound : .success }
  }

  private func take(_ hook: Protected<(() throws -> Void)?>) -> (() throws -> Void)? {
    hook.withLock { body in
      defer { body = nil }
      return body
    }
  }
}
