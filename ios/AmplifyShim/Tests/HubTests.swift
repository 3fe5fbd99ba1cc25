@testable import CognitoAuthAmplifyShim
import XCTest

final class HubTests: XCTestCase {
  override func setUp() {
    Amplify.reset()
  }

  func testAListenerGetsOnlyAmplifysEventsInOrder() async {
    let heard = Calls()
    let token = Amplify.Hub.listen(to: .auth) { heard.add($0.eventName) }
    let fake = FakeAuth()
    Amplify.Auth = fake
    for event: AuthEvent in [.signedIn, .tokensRefreshed, .sessionExpired, .storageFailed, .userDeleted, .signedOut] {
      fake.send(event)
    }
    await wait(until: heard, has: 4)
    Amplify.Hub.removeListener(token)
    XCTAssertEqual(heard.all, ["Auth.signedIn", "Auth.sessionExpired", "Auth.userDeleted", "Auth.signedOut"])
  }

  func testAListenerForOneEventGetsOnlyThatEvent() async {
    let heard = Calls()
    let signedOut = HubPayload.EventName.Auth.signedOut
    let token = Amplify.Hub.listen(to: .auth, eventName: signedOut) { heard.add($0.eventName) }
    let fake = FakeAuth()
    Amplify.Auth = fake
    fake.send(.signedIn)
    fake.send(.signedOut)
    await wait(until: heard, has: 1)
    Amplify.Hub.removeListener(token)
    XCTAssertEqual(heard.all, [signedOut])
  }

  func testARemovedListenerIsNotCalled() async {
    let former = Calls()
    let present = Calls()
    let formerToken = Amplify.Hub.listen(to: .auth) { former.add($0.eventName) }
    let presentToken = Amplify.Hub.listen(to: .auth) { present.add($0.eventName) }
    Amplify.Hub.removeListener(formerToken)
    let fake = FakeAuth()
    Amplify.Auth = fake
    fake.send(.signedIn)
    await wait(until: present, has: 1)
    Amplify.Hub.removeListener(presentToken)
    XCTAssertEqual(former.all, [])
  }

  func testAListenerGetsOnlyTheNewestClientsEvents() async {
    let heard = Calls()
    let token = Amplify.Hub.listen(to: .auth) { heard.add($0.eventName) }
    let former = FakeAuth()
    let newest = FakeAuth()
    Amplify.Auth = former
    Amplify.Auth = newest
    newest.send(.signedIn)
    await wait(until: heard, has: 1)
    former.send(.signedOut)
    newest.send(.userDeleted)
    await wait(until: heard, has: 2)
    Amplify.Hub.removeListener(token)
    XCTAssertEqual(heard.all, ["Auth.signedIn", "Auth.userDeleted"])
  }

  private func wait(until calls: Calls, has count: Int) async {
    for _ in 0..<1000 where calls.all.count < count {
      try? await Task.sleep(nanoseconds: 10_000_000)
    }
  }
}
