/// Work that runs until it is cancelled, for a minute at most. It says when it starts and when it is cancelled.
final class EndlessWork: Sendable {
  let started: AsyncStream<Void>
  let cancelled: AsyncStream<Void>
  private let starting: AsyncStream<Void>.Continuation
  private let cancelling: AsyncStream<Void>.Continuation

  init() {
    (started, starting) = AsyncStream.makeStream()
    (cancelled, cancelling) = AsyncStream.makeStream()
  }

  func run() async {
    starting.yield()
    do {
      try await Task.sleep(nanoseconds: 60_000_000_000)
    } catch {
      cancelling.yield()
    }
  }
}
