#if canImport(Combine)
  import Combine

  extension Amplify {
    /// Makes publishers of calls.
    public enum Publisher {
      /// Makes the call now, and publishes its result. Cancelling a subscription cancels the call.
      public static func create<Success: Sendable, Failure>(
        _ operation: @escaping @Sendable () async throws(Failure) -> Success
      ) -> AnyPublisher<Success, Failure> {
        let task = Task { () -> Result<Success, Failure> in
          do throws(Failure) {
            return .success(try await operation())
          } catch {
            return .failure(error)
          }
        }
        return Future { promise in
          let promise = Promise(fulfil: promise)
          Task { promise.fulfil(await task.value) }
        }
        .handleEvents(receiveCancel: { task.cancel() })
        .eraseToAnyPublisher()
      }
    }
  }

  // A promise of Combine may be used from any thread, but is not declared `Sendable`.
  private struct Promise<Success, Failure: Error>: @unchecked Sendable {
    let fulfil: (Result<Success, Failure>) -> Void
  }
#endif
