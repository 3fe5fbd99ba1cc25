"""CUSTOM_AUTH and the other triggers through boto3. The triggers are a server in this process."""

import unittest

from pool import CLIENT_ID, PASSWORD, POOL_ID, PoolTest
from triggers import Triggers


class TriggerTest(PoolTest):
    def serve(self, handler, *names):
        """Makes this handler serve the pool's triggers that have these names."""
        triggers = Triggers(handler)
        self.addCleanup(triggers.stop)
        self.cognito.update_user_pool(
            UserPoolId=POOL_ID, MfaConfiguration="OPTIONAL", AutoVerifiedAttributes=["email", "phone_number"],
            LambdaConfig={name: triggers.url for name in names},
        )
        return triggers


def riddle(event):
    """Asks a riddle until it is solved, at most three times."""
    request, response = event["request"], event["response"]
    source = event["triggerSource"]
    if source == "DefineAuthChallenge_Authentication":
        session = request["session"]
        solved = bool(session) and session[-1]["challengeResult"]
        response["issueTokens"] = solved
        response["failAuthentication"] = not solved and len(session) >= 3
        response["challengeName"] = "CUSTOM_CHALLENGE"
    elif source == "CreateAuthChallenge_Authentication":
        response["publicChallengeParameters"] = {"riddle": "What has roots as nobody sees?"}
        response["privateChallengeParameters"] = {"answer": "mountain"}
        response["challengeMetadata"] = "RIDDLE"
    else:
        response["answerCorrect"] = request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
    return event


class CustomAuth(TriggerTest):
    def setUp(self):
        super().setUp()
        self.sign_up_confirmed("ada")
        self.triggers = self.serve(
            riddle, "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"
        )
        self.challenge = self.cognito.initiate_auth(
            ClientId=CLIENT_ID, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "ada"}
        )

    def answer(self, challenge, answer):
        return self.cognito.respond_to_auth_challenge(
            ClientId=CLIENT_ID, ChallengeName="CUSTOM_CHALLENGE", Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "ada", "ANSWER": answer}, ClientMetadata={"screen": "riddle"},
        )

    def test_the_right_answer_after_a_wrong_one_completes_the_sign_in(self):
        self.assertEqual(self.challenge["ChallengeParameters"]["riddle"], "What has roots as nobody sees?")
        again = self.answer(self.challenge, "a tree")
        self.assertEqual(again["ChallengeName"], "CUSTOM_CHALLENGE")
        tokens = self.answer(again, "mountain")["AuthenticationResult"]
        self.assertEqual(self.verified(tokens["AccessToken"])["username"], "ada")
        told = self.triggers.events[-1]["request"]
        self.assertEqual([entry["challengeResult"] for entry in told["session"]], [False, True])
        self.assertEqual(told["clientMetadata"], {"screen": "riddle"})

    def test_three_wrong_answers_end_the_sign_in(self):
        challenge = self.answer(self.answer(self.challenge, "a tree"), "a tooth")
        self.refused("NotAuthorizedException", "Incorrect", self.answer, challenge=challenge, answer="a weed")


class OtherTriggers(TriggerTest):
    def test_the_pre_sign_up_trigger_confirms_an_invited_user_and_refuses_another(self):
        def handler(event):
            if "invitation" not in event["request"].get("validationData", {}):
                raise ValueError("By invitation only")
            event["response"] = {"autoConfirmUser": True, "autoVerifyEmail": True}
            return event

        self.serve(handler, "PreSignUp")
        email = [{"Name": "email", "Value": "ada@example.com"}]
        request = {"ClientId": CLIENT_ID, "Username": "ada", "Password": PASSWORD, "UserAttributes": email}
        self.refused("UserLambdaValidationException", "By invitation only", self.cognito.sign_up, **request)
        invited = self.cognito.sign_up(ValidationData=[{"Name": "invitation", "Value": "42"}], **request)
        self.assertTrue(invited["UserConfirmed"])

    def test_tokens_carry_what_pre_token_generation_adds(self):
        def handler(event):
            event["response"]["claimsOverrideDetails"] = {
                "claimsToAddOrOverride": {"tier": "gold"}, "claimsToSuppress": ["email"],
            }
            return event

        self.sign_up_confirmed("ada")
        triggers = self.serve(handler, "PreAuthentication", "PostAuthentication", "PreTokenGeneration")
        tokens = self.sign_in()["AuthenticationResult"]
        claims = self.verified(tokens["IdToken"], audience=CLIENT_ID)
        self.assertEqual(claims["tier"], "gold")
        self.assertNotIn("email", claims)
        self.assertEqual(
            triggers.sources(),
            ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_Authentication"],
        )

    def test_a_user_of_an_older_system_is_migrated(self):
        def handler(event):
            if event["request"]["password"] != PASSWORD:
                raise ValueError("Bad password")
            event["response"] = {
                "userAttributes": {"email": "old@example.com", "email_verified": "true"},
                "finalUserStatus": "CONFIRMED", "messageAction": "SUPPRESS",
            }
            return event

        self.serve(handler, "UserMigration")

        self.refused(
            "NotAuthorizedException", "Incorrect", self.sign_in, username="old", password="Wrong-pass-1"
        )
        self.assertIn("AuthenticationResult", self.sign_in("old"))
        user = self.cognito.admin_get_user(UserPoolId=POOL_ID, Username="old")
        self.assertEqual(user["UserStatus"], "CONFIRMED")

    def test_the_custom_message_trigger_writes_the_mail(self):
        def handler(event):
            event["response"]["emailMessage"] = f"Hello! {event['request']['codeParameter']} lets you in."
            return event

        self.serve(handler, "CustomMessage")
        self.sign_up_confirmed("ada")
        message = self.pool.messages("ada")[-1]
        self.assertEqual(message["body"], f"Hello! {message['code']} lets you in.")


def tenant(event):
    """Adds a claim and a scope to the access token."""
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"claimsToAddOrOverride": {"tenant": "acme"}, "scopesToAdd": ["orders/read"]},
    }
    return event


class FunctionsByArn(PoolTest):
    """A set-up with ARNs, as Terraform writes it. One server runs all functions, as Lambda's Invoke does."""

    @classmethod
    def setUpClass(cls):
        cls.triggers = Triggers(tenant)
        cls.addClassCleanup(cls.triggers.stop)
        cls.arguments = ("--lambda-endpoint", cls.triggers.url)
        super().setUpClass()

    def test_a_function_of_version_two_changes_the_access_token(self):
        arn = "arn:aws:lambda:eu-central-1:123456789012:function:pre-token"
        self.cognito.update_user_pool(
            UserPoolId=POOL_ID, MfaConfiguration="OPTIONAL", AutoVerifiedAttributes=["email"],
            LambdaConfig={"PreTokenGenerationConfig": {"LambdaArn": arn, "LambdaVersion": "V2_0"}},
        )
        self.sign_up_confirmed("ada")
        claims = self.verified(self.sign_in()["AuthenticationResult"]["AccessToken"])
        self.assertEqual((claims["tenant"], claims["scope"]), ("acme", "aws.cognito.signin.user.admin orders/read"))
        [event] = self.triggers.events
        self.assertEqual((event["version"], event["request"]["scopes"]), ("2", ["aws.cognito.signin.user.admin"]))
        described = self.cognito.describe_user_pool(UserPoolId=POOL_ID)["UserPool"]["LambdaConfig"]
        self.assertEqual(described["PreTokenGeneration"], arn)
        self.assertEqual(described["PreTokenGenerationConfig"]["LambdaVersion"], "V2_0")


if __name__ == "__main__":
    unittest.main()
