import XCTest

/// What is known about a process that was killed.
struct LastProcess {
  /// The access token that was stored before the calls; empty if nobody was signed in.
  let accessToken: String
  /// The lines that the process wrote after the first call began.
  let said: [String]

  /// Whether the process may have sent this request `count` times.
  func maySend(_ operation: String, _ count: Int) -> Bool {
    said.filter { $0 == "sent \(operation)" }.count >= count
  }
}

/// The calls during which a process is killed, with the state before them, and with what the next process has to find.
protocol KilledCalls {
  var test: ProcessTestCase { get }
  /// Brings the process into the state before the calls. Returns the stored access token, or an empty text.
  func prepare(_ process: ChildProcess) throws -> String
  /// The next call, which can depend on the previous call's result; `nil` after the last call.
  func next(_ result: String?) async throws -> String?
  /// Whether this line is the result of the last call.
  func isResult(_ line: String) -> Bool
  /// Checks that the process goes on where the last one was killed. Returns what it has found there.
  func check(_ process: ChildProcess, _ last: LastProcess) async throws -> String
}

extension KilledCalls {
  fileprivate func prepareSignedIn(_ process: ChildProcess) throws -> String {
    let state = try process.ask("state")
    if state == "signed-out" {
      XCTAssertEqual(try process.ask("sign-in ben"), "done")
    } else {
      XCTAssertEqual(state, "signed-in ben")
    }
    return try test.token(process.ask("fetch"))
  }

  /// Checks that the service accepts the stored tokens, and the new ones after a refresh.
  fileprivate func checkWorks(_ process: ChildProcess) throws {
    let stored = try process.ask("fetch")
    XCTAssertEqual(try process.ask("attributes"), "attributes")
    let refreshed = try process.ask("refresh")
    XCTAssertNotEqual(try test.token(stored), try test.token(refreshed))
    XCTAssertEqual(try process.ask("attributes"), "attributes")
  }

  fileprivate func checkNobody(_ process: ChildProcess) throws {
    XCTAssertEqual(try process.ask("state"), "signed-out")
    XCTAssertEqual(try process.ask("fetch"), "nobody")
    XCTAssertEqual(try process.ask("refresh"), "nobody")
  }
}

/// A sign-in with a password and a code that comes by text message.
struct SignInCalls: KilledCalls {
  let test: ProcessTestCase

  func prepare(_ process: ChildProcess) throws -> String {
    XCTAssertEqual(try process.ask("sign-out"), "complete")
    return ""
  }

  func next(_ result: String?) async throws -> String? {
    switch result {
    case nil: "sign-in ana"
    case "challenge": "confirm \(try await test.pool.newestCode(for: "ana"))"
    default: nil
    }
  }

  func isResult(_ line: String) -> Bool { line == "done" }

  /// Either nobody is signed in, or a sign-in waits for its code, or a user is signed in whose session works.
  func check(_ process: ChildProcess, _ last: LastProcess) async throws -> String {
    let mayHaveAnswered = last.maySend("RespondToAuthChallenge", 2)
    let found: String
    switch try process.ask("state") {
    case "signed-in ana":
      XCTAssertTrue(mayHaveAnswered)
      found = "signed in"
    case "awaiting ana":
      XCTAssertFalse(last.said.contains("done"), "a session that a call returned must be stored")
      let code = try await test.pool.newestCode(for: "ana")
      let result = try process.ask("confirm \(code)")
      // The service accepts a code only once.
      XCTAssertTrue(result == "done" || mayHaveAnswered, result)
      if result != "done" { try await signInAgain(process) }
      found = "the challenge is open"
    case let state:
      XCTAssertEqual(state, "signed-out")
      XCTAssertFalse(last.said.contains("done"), "a session that a call returned must be stored")
      // When the tokens for the code come, the library first removes the challenge, and then stores the session.
      let isOver = !last.said.contains("challenge") || mayHaveAnswered
      XCTAssertTrue(isOver, "a challenge that a call returned must be stored")
      try await signInAgain(process)
      found = "nobody"
    }
    try checkWorks(process)
    return found
  }

  private func signInAgain(_ process: ChildProcess) async throws {
    let before = try await test.pool.messages(to: "ana").count
    XCTAssertEqual(try process.ask("sign-in ana"), "challenge")
    // A message that the killed process caused may come only now. So the test tries every new code.
    let codes = try await test.pool.messages(to: "ana").dropFirst(before).map(\.code)
    XCTAssertTrue(try codes.reversed().contains { try process.ask("confirm \($0)") == "done" })
  }
}

/// A forced refresh.
struct RefreshCalls: KilledCalls {
  let test: ProcessTestCase

  func prepare(_ process: ChildProcess) throws -> String { try prepareSignedIn(process) }

  func next(_ result: String?) -> String? { result == nil ? "refresh" : nil }

  func isResult(_ line: String) -> Bool { line.hasPrefix("tokens ") }

  /// The user is still signed in. If the refresh returned tokens, the store has them.
  func check(_ process: ChildProcess, _ last: LastProcess) throws -> String {
    XCTAssertEqual(try process.ask("state"), "signed-in ben")
    let stored = try process.ask("fetch")
    if let returned = last.said.first(where: isResult) { XCTAssertEqual(stored, returned) }
    try checkWorks(process)
    return try test.token(stored) == last.accessToken ? "the former tokens" : "new tokens"
  }
}

/// A sign-out.
struct SignOutCalls: KilledCalls {
  let test: ProcessTestCase

  func prepare(_ process: ChildProcess) throws -> String { try prepareSignedIn(process) }

  func next(_ result: String?) -> String? { result == nil ? "sign-out" : nil }

  func isResult(_ line: String) -> Bool { line == "complete" }

  /// There are three possible findings. The user is still signed in, and can sign out. Or the next refresh completes
  /// the sign-out. Or nobody is signed in. After a completed sign-out, the session never comes back.
  func check(_ process: ChildProcess, _ last: LastProcess) async throws -> String {
    let mayHaveRevoked = last.maySend("RevokeToken", 1)
    if try process.ask("state") == "signed-in ben" {
      XCTAssertFalse(mayHaveRevoked, "the session must be removed before its tokens are revoked")
      XCTAssertEqual(try test.token(process.ask("fetch")), last.accessToken)
      if try process.ask("refresh") == "nobody" { return try await checkCompleted(process, last) }
      XCTAssertFalse(
        last.said.contains("point after save signedOut"), "a refresh must complete a sign-out whose mark is stored")
      try checkWorks(process)
      XCTAssertEqual(try process.ask("sign-out"), "complete")
      let isTaken = try await test.isTaken(last.accessToken)
      XCTAssertFalse(isTaken)
      try checkNobody(process)
      return "still signed in"
    }
    try await checkStaysNobody(process)
    let isTaken = try await test.isTaken(last.accessToken)
    if last.said.contains("complete") { XCTAssertFalse(isTaken) }
    // The process was killed after it had removed the session, and before its request arrived.
    if isTaken { return "nobody, and the tokens were not revoked" }
    XCTAssertTrue(mayHaveRevoked)
    return "nobody, and the tokens are revoked"
  }

  private func checkCompleted(_ process: ChildProcess, _ last: LastProcess) async throws -> String {
    // A process says only at which point it was stopped. This one was killed before it stored the mark of the sign-out.
    let isUnmarked = last.said.contains("point before save signedOut")
    XCTAssertFalse(isUnmarked, "a refresh must not end a session whose sign-out has stored no mark")
    try await checkStaysNobody(process)
    // The tokens are revoked in the background.
    try await eventually { try await !test.isTaken(last.accessToken) }
    return "still signed in, and the refresh has completed the sign-out"
  }

  /// Checks that nobody is signed in, neither in this process nor in another one, and that no process refreshes.
  private func checkStaysNobody(_ process: ChildProcess) async throws {
    let before = try await test.refreshes()
    try checkNobody(process)
    try checkNobody(try test.startProcess(name: "app"))
    let after = try await test.refreshes()
    XCTAssertEqual(after, before)
  }
}
