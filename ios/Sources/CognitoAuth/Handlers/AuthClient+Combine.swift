#if canImport(Combine)
  import Combine

  extension AuthOperation {
    /// Publishes the result of the call, also to a late subscriber. The call starts without any subscriber. Cancelling
    /// a subscription cancels the call.
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
    /// Publishes what happens to the session, from the subscription on. A slow subscriber gets every event too.
    public var eventsPublisher: AnyPublisher<AuthEvent, Never> {
      EventsPublisher(client: self).eraseToAnyPublisher()
    }
  }

  /// Gives each subscriber a subject of its own. A subject drops the values that nobody has requested. So a buffer
  /// requests every value, and events are forwarded only after that request.
  private struct EventsPublisher: Publisher {
    typealias Output = AuthEvent
    typealias Failure = Never

    let client: any AuthClient

    func receive<S: Subscriber>(subscriber: S) where S.Input == AuthEvent, S.Failure == Never {
      let subject = PassthroughSubject<AuthEvent, Never>()
      let forwarder = Forwarder(subject: subject)
      let events = client.events
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

  // These types of Combine may be used from any thread, but are not declared `Sendable`.
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
