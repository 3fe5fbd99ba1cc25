#if canImport(Combine)
  import Combine

  extension AuthOperation {
    /// Publishes how the call ended, to every subscriber, however late. The call is under way already; cancelling a
    /// subscription cancels it.
    public var resultPublisher: AnyPublisher<Success, AuthError> {
      Future { [outcome] promise in
        let promise = Promise(fulfil: promise)
        Task { promise.fulfil(await outcome()) }
      }
      .handleEvents(receiveCancel: { self.cancel() })
      .eraseToAnyPublisher()
    }
  }

  extension Auth {
    /// Publishes what happens to the session, from the subscription on.
    public var eventsPublisher: AnyPublisher<AuthEvent, Never> {
      Deferred {
        let subject = PassthroughSubject<AuthEvent, Never>()
        let forwarder = Forwarder(subject: subject)
        let events = self.events
        let forwarding = Task { await forwarder.forward(events) }
        return subject.handleEvents(receiveCancel: { forwarding.cancel() })
      }
      .eraseToAnyPublisher()
    }
  }

  // Combine's own types say nothing of concurrency, but may be used from any thread.
  private struct Promise<Success>: @unchecked Sendable {
    let fulfil: (Result<Success, AuthError>) -> Void
  }

  private struct Forwarder: @unchecked Sendable {
    let subject: PassthroughSubject<AuthEvent, Never>

    func forward(_ events: AsyncStream<AuthEvent>) async {
      for await event in events {
        subject.send(event)
      }
      subject.send(completion: .finished)
    }
  }
#endif
