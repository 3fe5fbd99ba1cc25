import Foundation

/// The platform's guard: an expiring activity on iOS, none elsewhere.
func platformProcessGuard() -> (any ProcessGuard)? {
  #if os(iOS) || os(tvOS) || os(watchOS) || os(visionOS)
    ExpiringActivityGuard { reason, activity in
      ProcessInfo.processInfo.performExpiringActivity(withReason: reason, using: activity)
    }
  #else
    nil
  #endif
}

/// Keeps the process awake from `begin` to `end`. The system lets it run for as long as an activity's block runs, and
/// calls the block again when the time is up.
final class ExpiringActivityGuard: ProcessGuard {
  /// Runs a block on another thread, once with `false`, and with `true` when the time is up.
  typealias PerformActivity = @Sendable (_ reason: String, _ activity: @escaping @Sendable (Bool) -> Void) -> Void

  private let perform: PerformActivity
  private let running = Protected<[String: [DispatchSemaphore]]>([:])

  init(perform: @escaping PerformActivity) {
    self.perform = perform
  }

  func begin(name: String) {
    let over = DispatchSemaphore(value: 0)
    running.withLock { $0[name, default: []].append(over) }
    let started = DispatchSemaphore(value: 0)
    perform("Storing a refreshed session") { expired in
      started.signal()
      if expired {
        over.signal()
      } else {
        over.wait()
      }
    }
    // The process is safe once the activity runs. A system that grants no activity must not hold up the work.
    _ = started.wait(timeout: .now() + .seconds(1))
  }

  func end(name: String) {
    running.withLock { $0[name]?.popLast() }?.signal()
  }
}
