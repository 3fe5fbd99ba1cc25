override func viewDidLoad() {
  unsubscribeToken = Amplify.Hub.listen(to: .auth) { payload in
    switch payload.eventName {
    case HubPayload.EventName.Auth.signedIn, HubPayload.EventName.Auth.signedOut: print(payload.eventName)
    case HubPayload.EventName.Auth.sessionExpired, HubPayload.EventName.Auth.userDeleted: print("Gone")
    default: break
    }
  }
}
