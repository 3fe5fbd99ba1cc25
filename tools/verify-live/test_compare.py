"""Tests that a comparison notices each kind of difference, and takes nothing else for one."""

import copy
import unittest

from compare import Comparison
from flows import Case, CASES, totp

KNOWN = {"ann": "ann-1", "Correct horse 7!": "secret-password", "conformance": "client-1"}


class ComparisonTest(unittest.TestCase):
    def setUp(self):
        case = Case(CASES, "sign-in-srp")
        self.step = case.steps[0]
        live = Comparison({**KNOWN, "session-1": "live-session", "refresh-token-1": "live-token"})
        self.answer = {
            "result": copy.deepcopy(self.step["result"]),
            "exchanges": [
                {
                    "target": request["target"],
                    "request": live.replaced(request["body"]),
                    "status": response["status"],
                    "response": live.replaced(response["body"]),
                }
                for request, response in zip(self.step["requests"], self.step["responses"])
            ],
        }
        self.first, self.second = self.answer["exchanges"]

    def compared(self):
        outcome, differences, remarks = Comparison(KNOWN).step(self.step, self.answer)
        return outcome + differences, remarks

    def expect(self, difference):
        self.assertIn(difference, self.compared()[0])

    def test_the_same_with_other_values_is_no_difference(self):
        self.assertEqual(self.compared(), ([], []))

    def test_another_request_is_noticed(self):
        self.answer["exchanges"].pop()
        self.expect("sent InitiateAuth; the case has InitiateAuth, RespondToAuthChallenge")

    def test_a_member_that_a_request_lacks_or_has_in_addition_is_noticed(self):
        del self.first["request"]["AuthParameters"]["SRP_A"]
        self.first["request"]["more"] = 1
        self.expect("request InitiateAuth.AuthParameters lacks SRP_A")
        self.expect("request InitiateAuth also has more")

    def test_a_request_with_another_value_than_the_service_has_sent_is_noticed(self):
        self.second["request"]["Session"] = "another"
        self.expect("request RespondToAuthChallenge.Session is another value")

    def test_a_request_with_another_user_or_flow_is_noticed(self):
        self.first["request"]["AuthParameters"]["USERNAME"] = "ben"
        self.first["request"]["AuthFlow"] = "USER_AUTH"
        self.expect("request InitiateAuth.AuthParameters.USERNAME is another value")
        self.expect("request InitiateAuth.AuthFlow is the name USER_AUTH, not USER_SRP_AUTH")

    def test_a_refusal_and_another_challenge_are_noticed(self):
        self.first["response"]["ChallengeName"] = "SMS_MFA"
        self.second |= {"status": 400, "response": {"__type": "com.amazon#NotAuthorizedException", "message": "No."}}
        self.expect("response InitiateAuth.ChallengeName is the name SMS_MFA, not PASSWORD_VERIFIER")
        self.expect("response RespondToAuthChallenge: the status is 400, not 200")
        self.expect("response RespondToAuthChallenge: NotAuthorizedException, not success")

    def test_a_missing_response_is_noticed(self):
        del self.second["status"], self.second["response"]
        self.expect("response RespondToAuthChallenge: none came")

    def test_another_outcome_is_noticed(self):
        self.answer["result"] |= {"isSignedIn": False, "nextStep": "confirmSignUp"}
        self.expect("signIn.isSignedIn is false")
        self.expect("signIn.nextStep is the name confirmSignUp, not done")
        del self.answer["result"]
        self.answer["error"] = {"kind": "network", "code": "Offline"}
        self.expect("signIn: Offline, not a result")

    def test_what_a_response_lacks_or_has_in_addition_is_a_remark(self):
        del self.first["response"]["ChallengeParameters"]["USERNAME"]
        self.first["response"]["AvailableChallenges"] = []
        self.second["response"]["AuthenticationResult"]["ExpiresIn"] = "3600"
        remarks = [
            "response InitiateAuth also has AvailableChallenges",
            "response InitiateAuth.ChallengeParameters lacks USERNAME",
            "response RespondToAuthChallenge.AuthenticationResult.ExpiresIn is a text, not a number",
        ]
        self.assertEqual(self.compared(), ([], remarks))

    def test_what_the_service_has_not_sent_is_not_sent_back(self):
        del self.first["response"]["Session"], self.second["request"]["Session"]
        self.assertEqual(self.compared(), ([], ["response InitiateAuth lacks Session"]))

    def test_nothing_that_is_noticed_has_a_secret(self):
        self.second["request"]["Session"] = "secret-session"
        self.first["request"]["AuthParameters"]["USERNAME"] = "secret-name"
        self.second["response"]["AuthenticationResult"]["AccessToken"] = 1
        self.answer["result"]["nextStep"] = "confirmSignUp"
        self.assertNotIn("secret", str(self.compared()))

    def test_another_text_of_a_refusal_is_a_remark(self):
        step = Case(CASES, "sign-in-user-not-found").steps[0]
        live = Comparison(KNOWN)
        exchange = {
            "target": "InitiateAuth", "request": live.replaced(step["requests"][0]["body"]), "status": 400,
            "response": {"__type": "UserNotFoundException", "message": "Nobody."},
        }
        answer = {"error": {**step["error"], "requestId": "live"}, "exchanges": [exchange]}
        outcome, differences, remarks = live.step(step, answer)
        self.assertEqual((outcome, differences), ([], []))
        self.assertEqual(remarks, ["response InitiateAuth: the text is 'Nobody.', not 'User does not exist.'"])


class TotpTest(unittest.TestCase):
    def test_the_codes_are_those_of_rfc_6238(self):
        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        codes = [totp(secret, seconds) for seconds in (59, 1111111109, 20000000000)]
        self.assertEqual(codes, ["287082", "081804", "353130"])


if __name__ == "__main__":
    unittest.main()
