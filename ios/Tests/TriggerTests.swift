import CognitoAuth
import CognitoAuthTesting
import XCTest

/// Custom challenges, client metadata and validation data, with triggers that the tests serve.
final class TriggerTests: PoolTestCase {
  private static let challengeTriggers = ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"]

  func testCustomChallengesSignAUserIn() async throws {
    let server = try await serveChallenges()
    defer { withExtendedLifetime(server) {} }
    let auth = try makeAuth()
    let asked = try await auth.signIn(username: "ana", options: .init(authFlowType: .customWithoutSRP))
    XCTAssertEqual(asked.nextStep, .confirmSignInWithCustomChallenge(["word": "word 0"]))

    let again = try await auth.confirmSignIn(challengeResponse: "a guess")
    XCTAssertEqual(again.nextStep, .confirmSignInWithCustomChallenge(["word": "word 1"]))
    let result = try await auth.confirmSignIn(challengeResponse: "secret 1")
    XCTAssertTrue(result.isSignedIn)
  }

  func testSRPVerifiesThePasswordBeforeTheCustomChallenge() async throws {
    let server = try await serveChallenges()
    defer { withExtendedLifetime(server) {} }
    let auth = try makeAuth()
    let options = AuthSignInRequest.Options(authFlowType: .customWithSRP)
    let error = try await authError {
      try await auth.signIn(username: "ana", password: "Wrong-password-1", options: options)
    }
    XCTAssertEqual(error.code, .notAuthorized)
    let asked = try await auth.signIn(username: "ana", password: Self.password, options: options)
    guard case .confirmSignInWithCustomChallenge(let info?) = asked.nextStep, let word = info["word"] else {
      return XCTFail("\(asked.nextStep)")
    }
    let answer = word.replacingOccurrences(of: "word", with: "secret")
    let result = try await auth.confirmSignIn(challengeResponse: answer)
    XCTAssertTrue(result.isSignedIn)
  }

  func testTooManyWrongAnswersEndTheSignIn() async throws {
    let server = try await serveChallenges()
    defer { withExtendedLifetime(server) {} }
    let auth = try makeAuth()
    _ = try await auth.signIn(username: "ana", options: .init(authFlowType: .customWithoutSRP))
    _ = try await auth.confirmSignIn(challengeResponse: "a guess")
    let error = try await authError { try await auth.confirmSignIn(challengeResponse: "another guess") }
    XCTAssertEqual(error.code, .notAuthorized)
    let over = try await authError { try await auth.confirmSignIn(challengeResponse: "secret 1") }
    XCTAssertEqual(over.code, .noPendingSignIn)
  }

  func testThePreSignUpTriggerGetsTheValidationDataAndTheMetadata() async throws {
    let events = Kept<JSON>()
    let server = try TriggerServer { event in
      events.keep(event)
      return event["request"]?["validationData"]?["invitation"] == "1234" ? [:] : nil
    }
    defer { withExtendedLifetime(server) {} }
    try await server.serve(pool, ["PreSignUp"])
    let auth = try makeAuth()
    let uninvited = try await authError { try await auth.signUp(username: "ana", password: Self.password) }
    XCTAssertEqual(uninvited.code, .userLambdaValidation)

    let options = AuthSignUpRequest.Options(
      userAttributes: [AuthUserAttribute(.email, value: "ana@example.com")], validationData: ["invitation": "1234"],
      clientMetadata: ["from": "a test"])
    let result = try await auth.signUp(username: "ana", password: Self.password, options: options)
    guard case .confirmUser = result.nextStep else { return XCTFail("\(result.nextStep)") }
    XCTAssertEqual(events.all.last?["request"]?["clientMetadata"], ["from": "a test"])
  }

  /// Triggers that show a word in each round, and ask for the secret of that round. One right answer signs the user in;
  /// two wrong answers end the sign-in.
  private func serveChallenges() async throws -> TriggerServer {
    try await pool.addUser("ana", attributes: Self.addresses)
    let server = try TriggerServer { event in
      let request = event["request"] ?? .null
      let session = request["session"]?.list ?? []
      switch event["triggerSource"]?.text {
      case "DefineAuthChallenge_Authentication": return Self.next(after: session)
      case "CreateAuthChallenge_Authentication":
        let round = session.filter { $0["challengeName"] == "CUSTOM_CHALLENGE" }.count
        return [
          "publicChallengeParameters": ["word": .string("word \(round)")],
          "privateChallengeParameters": ["answer": .string("secret \(round)")],
        ]
      default:
        let isRight = request["challengeAnswer"] == request["privateChallengeParameters"]?["answer"]
        return ["answerCorrect": .bool(isRight)]
      }
    }
    try await server.serve(pool, Self.challengeTriggers)
    return server
  }

  private static func next(after session: [JSON]) -> [String: JSON] {
    let answers = session.filter { $0["challengeName"] == "CUSTOM_CHALLENGE" }
    let isOver = answers.contains { $0["challengeResult"] == true }
    let isLost = answers.count == 2 && !isOver
    var response: [String: JSON] = ["issueTokens": .bool(isOver), "failAuthentication": .bool(isLost)]
    if !isOver && !isLost {
      let isPasswordNext = session.last?["challengeName"] == "SRP_A"
      response["challengeName"] = isPasswordNext ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE"
    }
    return response
  }
}
