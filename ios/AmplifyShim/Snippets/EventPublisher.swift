override func viewDidLoad() {
  sink = Amplify.Hub.publisher(for: .auth).sink { payload in print(payload.eventName) }
}
