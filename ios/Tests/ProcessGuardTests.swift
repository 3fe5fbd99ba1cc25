import Foundation
import XCTest

@testable import CognitoAuth

/// The expiring activity that keeps the process awake, with a fake of the system's call.
final class ProcessGuardTests: XCTestCase {
  func testTheActivityLastsFromBeginToEnd() {
    let system = FakeSystem()
    let processGuard = ExpiringActivityGuard(perform: system.perform)
    processGuard.begin(name: "session")
    XCTAssertEqual(system.running, 1)
    processGuard.end(name: "session")
    system.waitForAll()
    XCTAssertEqual(system.running, 0)
  }

  func testTwoActivitiesWithTheSameNameBothEnd() {
    let system = FakeSystem()
    let processGuard = ExpiringActivityGuard(perform: system.perform)
    processGuard.begin(name: "session")
    processGuard.begin(name: "session")
    XCTAssertEqual(system.running, 2)
    processGuard.end(name: "session")
    processGuard.end(name: "session")
    system.waitForAll()
    XCTAssertEqual(system.running, 0)
  }

  func testAnActivityEndsWhenItsTimeIsUp() {
    let system = FakeSystem()
    let processGuard = ExpiringActivityGuard(perform: system.perform)
    processGuard.begin(name: "session")
    system.expireAll()
    system.waitForAll()
    XCTAssertEqual(system.running, 0)
    processGuard.end(name: "session")
  }

  func testEndWithoutBeginDoesNothing() {
    ExpiringActivityGuard(perform: FakeSystem().perform).end(name: "session")
  }
}

/// Calls activities as the system does: each on a thread of its own, and again when the time is up.
private final class FakeSystem: @unchecked Sendable {
  private let lock = NSLock()
  private let group = DispatchGroup()
  private var activities: [@Sendable (Bool) -> Void] = []
  private var count = 0

  var running: Int { lock.withLock { count } }

  var perform: ExpiringActivityGuard.PerformActivity {
    { _, activity in
      self.lock.withLock {
        self.activities.append(activity)
        self.count += 1
      }
      DispatchQueue.global().async(group: self.group) {
        activity(false)
        self.lock.withLock { self.count -= 1 }
      }
    }
  }

  func expireAll() {
    for activity in lock.withLock({ activities }) {
      activity(true)
    }
  }

  func waitForAll() {
    XCTAssertEqual(group.wait(timeout: .now() + 30), .success)
  }
}
