#if canImport(Combine)
  import Combine

  extension AuthOperation {
    /// Publishes the result of the call, even to a subscriber that comes after the call has ended. The call starts
    /// without a subscriber. Cancelling a subscription cancels the call.
    public var resultPublisher: AnyPublisher<Success, AuthError> {
      Future { [result] promise in
        let promise = Promise(fulfil: promise)
        Task { promise.fulfil(await result()) }
      }
      .handleEvents(receiveCancel: { self.cancel() })
      .eraseToAnyPublisher()
    }
  }

  extension AuthClient {
    /// Publishes what happens to the session after the subscription. Even a slow subscriber gets every event.
    public var eventsPublisher: AnyPublisher<AuthEvent, Never> {
      StreamPublisher { self.events }.eraseToAnyPublisher()
    }

    /// Publishes the session's state now, and then each new state. It finishes when the instance is closed or freed.
    public var sessionStatesPublisher: AnyPublisher<AuthSessionState, Never> {
      StreamPublisher { self.sessionStates }.eraseToAnyPublisher()
    }
  }

  /// Gives each subscriber a stream and a subject of its own. A subject drops the values that nobody has requested. So
  /// a buffer first requests every value from the subject. Only then are the stream's values forwarded to the subject.
  private struct StreamPublisher<Output: Sendable>: Publisher {
    typealias Failure = Never

    let open: () -> AsyncStream<Output>

    func receive<S: Subscriber>(subscriber: S) where S.Input == Output, S.Failure == Never {
      let subject = PassthroughSubject<Output, Never>()
      let forwarder = Forwarder(subject: subject)
      let stream = open()
      let (beforehand, beginning) = AsyncStream.makeStream(of: Never.self)
      let forwarding = Task {
        for await _ in beforehand {}
        await forwarder.forward(stream)
      }
      subject
        .buffer(size: .max, prefetch: .keepFull, whenFull: .dropNewest)
        .handleEvents(receiveCancel: { forwarding.cancel() })
        .subscribe(subscriber)
      beginning.finish()
    }
  }

  // These two wrap types of Combine that may be used from any thread, but are not declared `Sendable`.
  private struct Promise<Success>: @unchecked Sendable {
    let fulfil: (Result<Success, AuthError>) -> Void
  }

  private struct Forwarder<Output: Sendable>: @unchecked Sendable {
    let subject: PassthroughSubject<Output, Never>

    func forward(_ stream: AsyncStream<Output>) async {
      for await value in stream {
        subject.send(value)
      }
      subject.send(completion: .finished)
    }
  }
#endif
