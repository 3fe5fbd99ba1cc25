/// The running tasks of a port. Each is found by the id of its request.
final class RunningTasks: Sendable {
  private let tasks = Protected<[UInt64: Task<Void, Never>]>([:])

  func start(_ id: UInt64, _ body: @escaping @Sendable () async -> Void) {
    // The task starts while the lock is held. So the task is in the list before it can remove itself.
    tasks.withLock { tasks in
      tasks[id] = Task { [weak self] in
        await body()
        self?.tasks.withLock { $0[id] = nil }
      }
    }
  }

  func cancel(_ id: UInt64) {
    tasks.withLock { $0.removeValue(forKey: id) }?.cancel()
  }
}
