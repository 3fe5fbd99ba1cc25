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
    /// Publishes what happens to the session, from the subscription on. No event is dropped, however slow the
    /// subscriber.
    public var eventsPublisher: AnyPublisher<AuthEvent, Never> {
      EventsPublisher(auth: self).eraseToAnyPublisher()
    }
  }

  /// Each subscriber has a subject of its own. A subject drops what nobody has asked for yet: so a buffer asks for
  /// everything, and nothing is forwarded before it has.
  private struct EventsPublisher: Publisher {
    typealias Output = AuthEvent
    typealias Failure = Never

    let auth: Auth

    func receive<S: Subscriber>(subscriber: S) where S.Input == AuthEvent, S.Failure == Never {
      let subject = PassthroughSubject<AuthEvent, Never>()
      let forwarder = Forwarder(subject: subject)
      let events = auth.events
      let (beforehand, beginning) = AsyncStream.makeStream(of: Never.self)
      let forwarding = Task {
        for await _ in beforehand {}
        await forwarder.forward(events)
      }
      subject
        .buffer(size: .max, prefetch: .keepFull, whenFull: .dropNewest)
        .handleEvents(receiveCancel: { forwarding.cancel() })
        .subscribe(subscriber)
      beginning.finish()
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
