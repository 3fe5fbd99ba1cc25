import Foundation

/// The platform's guard: an expiring activity on iOS, tvOS, watchOS and visionOS, and none elsewhere.
func platformProcessGuard() -> (any ProcessGuard)? {
  #if os(iOS) || os(tvOS) || os(watchOS) || os(visionOS)
    ExpiringActivityGuard { reason, activity in
      ProcessInfo.processInfo.performExpiringActivity(withReason: reason, using: activity)
    }
  #else
    nil
  #endif
}

/// Keeps the process awake from `begin` to `end`. The system lets the process run for as long as an activity's block
/// runs. If the system's time limit passes first, the system calls the block a second time, to end the activity.
final class ExpiringActivityGuard: ProcessGuard {
  /// Runs an activity's block on another thread: with `false` when the activity starts, and with `true` when the
  /// system's time limit has passed.
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
    // While the activity runs, the process stays awake. If the system does not call the block within a second, the work
    // goes on without an activity.
    _ = started.wait(timeout: .now() + .seconds(1))
  }

  func end(name: String) {
    running.withLock { $0[name]?.popLast() }?.signal()
  }
}
