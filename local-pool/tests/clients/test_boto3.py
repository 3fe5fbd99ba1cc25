"""Through boto3: what Amplify's guides do, from sign-up to sign-out, with the errors; and injected faults."""

import base64
import hashlib
import hmac
import json
import unittest

import jwt
import pyotp
from pool import CLIENT_ID, PASSWORD, POOL_ID, SECRET_CLIENT_ID, PoolTest, tampered


class SignUp(PoolTest):
    def test_a_user_is_registered_and_confirmed_with_the_code_from_the_inbox(self):
        answer = self.cognito.sign_up(
            ClientId=CLIENT_ID,
            Username="ada",
            Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": "ada@example.com"}],
        )
        self.assertFalse(answer["UserConfirmed"])
        self.assertEqual(answer["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL")
        self.assertEqual(answer["CodeDeliveryDetails"]["AttributeName"], "email")
        self.assertNotIn("ada@example.com", answer["CodeDeliveryDetails"]["Destination"])
        [message] = self.pool.messages("ada")
        self.assertEqual(message["kind"], "sign-up")
        self.assertIn(message["code"], message["body"])
        self.cognito.confirm_sign_up(ClientId=CLIENT_ID, Username="ada", ConfirmationCode=message["code"])
        user = self.cognito.admin_get_user(UserPoolId=POOL_ID, Username="ada")
        self.assertEqual(user["UserStatus"], "CONFIRMED")
        attributes = {row["Name"]: row["Value"] for row in user["UserAttributes"]}
        self.assertEqual(attributes["sub"], answer["UserSub"])
        self.assertEqual(attributes["email_verified"], "true")

    def test_a_taken_name_is_refused(self):
        self.sign_up_confirmed("ada")
        self.refused(
            "UsernameExistsException", "User already exists",
            self.cognito.sign_up, ClientId=CLIENT_ID, Username="ada", Password=PASSWORD,
        )

    def test_a_weak_password_is_refused_with_the_rule_it_breaks(self):
        for password, rule in (
            ("Aa1-", "not long enough"),
            ("password-123", "uppercase"),
            ("PASSWORD-123", "lowercase"),
            ("Password-abc", "numeric"),
            ("Password123", "symbol"),
        ):
            with self.subTest(rule=rule):
                self.refused(
                    "InvalidPasswordException", f"Password did not conform with policy: .*{rule}",
                    self.cognito.sign_up, ClientId=CLIENT_ID, Username="ada", Password=password,
                )

    def test_an_unknown_client_is_refused(self):
        self.refused(
            "ResourceNotFoundException", "client",
            self.cognito.sign_up, ClientId="nobody", Username="ada", Password=PASSWORD,
        )

    def test_a_wrong_code_is_refused_and_the_right_one_still_works(self):
        self.cognito.sign_up(ClientId=CLIENT_ID, Username="ada", Password=PASSWORD,
                             UserAttributes=[{"Name": "email", "Value": "ada@example.com"}])
        code = self.pool.latest_code("ada")
        wrong = "000000" if code != "000000" else "111111"
        self.refused(
            "CodeMismatchException", "Invalid verification code provided, please try again.",
            self.cognito.confirm_sign_up, ClientId=CLIENT_ID, Username="ada", ConfirmationCode=wrong,
        )
        self.cognito.confirm_sign_up(ClientId=CLIENT_ID, Username="ada", ConfirmationCode=code)

    def test_an_expired_code_is_refused_and_a_new_one_works(self):
        self.cognito.sign_up(ClientId=CLIENT_ID, Username="ada", Password=PASSWORD,
                             UserAttributes=[{"Name": "email", "Value": "ada@example.com"}])
        self.pool.advance_clock(25 * 60 * 60)
        self.refused(
            "ExpiredCodeException", "Invalid code provided, please request a code again.",
            self.cognito.confirm_sign_up, ClientId=CLIENT_ID, Username="ada",
            ConfirmationCode=self.pool.latest_code("ada"),
        )
        self.cognito.resend_confirmation_code(ClientId=CLIENT_ID, Username="ada")
        self.assertEqual(self.pool.messages("ada")[-1]["kind"], "resend")
        self.cognito.confirm_sign_up(
            ClientId=CLIENT_ID, Username="ada", ConfirmationCode=self.pool.latest_code("ada")
        )

    def test_a_confirmed_user_can_not_be_confirmed_again(self):
        self.sign_up_confirmed("ada")
        self.refused(
            "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED",
            self.cognito.confirm_sign_up, ClientId=CLIENT_ID, Username="ada", ConfirmationCode="123456",
        )


class PasswordSignIn(PoolTest):
    def test_the_tokens_verify_through_the_published_keys_and_carry_cognitos_claims(self):
        self.sign_up_confirmed("ada")
        tokens = self.sign_in()["AuthenticationResult"]
        access = self.verified(tokens["AccessToken"])
        identity = self.verified(tokens["IdToken"], audience=CLIENT_ID)
        self.assertEqual((access["token_use"], access["client_id"]), ("access", CLIENT_ID))
        self.assertEqual(access["scope"], "aws.cognito.signin.user.admin")
        self.assertEqual(identity["token_use"], "id")
        self.assertEqual(identity["cognito:username"], access["username"])
        self.assertEqual(identity["email"], "ada@example.com")
        self.assertTrue(identity["email_verified"])
        self.assertEqual(access["sub"], identity["sub"])
        self.assertEqual(access["exp"] - access["iat"], tokens["ExpiresIn"])

    def test_a_tampered_token_does_not_verify_and_is_refused(self):
        self.sign_up_confirmed("ada")
        token = tampered(self.sign_in()["AuthenticationResult"]["AccessToken"])
        with self.assertRaises(jwt.InvalidTokenError):
            self.verified(token)
        self.refused("NotAuthorizedException", "Invalid Access Token", self.cognito.get_user, AccessToken=token)

    def test_a_wrong_password_is_refused(self):
        self.sign_up_confirmed("ada")
        self.refused(
            "NotAuthorizedException", "Incorrect username or password.", self.sign_in, password="Wrong-pass-1"
        )

    def test_an_unconfirmed_user_is_refused(self):
        self.cognito.sign_up(ClientId=CLIENT_ID, Username="ada", Password=PASSWORD,
                             UserAttributes=[{"Name": "email", "Value": "ada@example.com"}])
        self.refused("UserNotConfirmedException", "User is not confirmed.", self.sign_in)

    def test_a_user_who_must_reset_the_password_is_refused(self):
        self.sign_up_confirmed("ada")
        self.cognito.admin_reset_user_password(UserPoolId=POOL_ID, Username="ada")
        self.refused("PasswordResetRequiredException", "Password reset required for the user", self.sign_in)

    def test_a_disabled_user_is_refused_until_enabled(self):
        self.sign_up_confirmed("ada")
        self.cognito.admin_disable_user(UserPoolId=POOL_ID, Username="ada")
        self.refused("NotAuthorizedException", "User is disabled.", self.sign_in)
        self.cognito.admin_enable_user(UserPoolId=POOL_ID, Username="ada")
        self.assertIn("AuthenticationResult", self.sign_in())

    def test_a_flow_that_the_client_does_not_allow_is_refused(self):
        client = self.cognito.create_user_pool_client(
            UserPoolId=POOL_ID, ClientName="srp-only", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
        )["UserPoolClient"]
        self.sign_up_confirmed("ada", client_id=client["ClientId"])
        self.refused(
            "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client",
            self.sign_in, client_id=client["ClientId"],
        )

    def test_a_client_with_a_secret_requires_its_hash(self):
        self.assertIsNotNone(self.pool.client_secret, "the pool did not print the secret at the start")

        def secret_hash(secret):
            digest = hmac.new(secret.encode(), f"ada{SECRET_CLIENT_ID}".encode(), hashlib.sha256).digest()
            return base64.b64encode(digest).decode()

        self.cognito.sign_up(
            ClientId=SECRET_CLIENT_ID, SecretHash=secret_hash(self.pool.client_secret), Username="ada",
            Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": "ada@example.com"}],
        )
        self.cognito.admin_confirm_sign_up(UserPoolId=POOL_ID, Username="ada")
        self.refused(
            "NotAuthorizedException", "SECRET_HASH was not received", self.sign_in, client_id=SECRET_CLIENT_ID
        )
        self.refused(
            "NotAuthorizedException", f"Unable to verify secret hash for client {SECRET_CLIENT_ID}",
            self.sign_in, client_id=SECRET_CLIENT_ID, SECRET_HASH=secret_hash("another"),
        )
        answer = self.sign_in(client_id=SECRET_CLIENT_ID, SECRET_HASH=secret_hash(self.pool.client_secret))
        self.assertIn("AuthenticationResult", answer)

    def test_a_user_that_an_administrator_made_has_to_choose_a_password(self):
        self.cognito.admin_create_user(
            UserPoolId=POOL_ID, Username="bob", TemporaryPassword="Temporary-1",
            UserAttributes=[{"Name": "email", "Value": "bob@example.com"}],
        )
        self.assertEqual(self.pool.messages("bob")[-1]["kind"], "invite")
        challenge = self.sign_in("bob", "Temporary-1")
        self.assertEqual(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED")
        answer = self.cognito.respond_to_auth_challenge(
            ClientId=CLIENT_ID, ChallengeName="NEW_PASSWORD_REQUIRED", Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "bob", "NEW_PASSWORD": "Chosen-pass-1"},
        )
        self.assertIn("AuthenticationResult", answer)
        self.assertIn("AuthenticationResult", self.sign_in("bob", "Chosen-pass-1"))


class SecondFactor(PoolTest):
    def answer(self, challenge, **responses):
        return self.cognito.respond_to_auth_challenge(
            ClientId=CLIENT_ID, ChallengeName=challenge["ChallengeName"], Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "ada", **responses},
        )

    def prefer(self, **settings):
        self.cognito.admin_set_user_mfa_preference(UserPoolId=POOL_ID, Username="ada", **settings)

    def test_totp_is_set_up_and_asked_for(self):
        self.sign_up_confirmed("ada")
        token = self.sign_in()["AuthenticationResult"]["AccessToken"]
        secret = self.cognito.associate_software_token(AccessToken=token)["SecretCode"]
        now = self.pool.control("GET", "clock")["now"]
        right = {pyotp.TOTP(secret).at(now + 30 * step) for step in range(-2, 3)}
        wrong = next(code for code in ("000000", "000001", "000002", "000003", "000004", "000005") if code not in right)
        self.refused(
            "EnableSoftwareTokenMFAException", "Code mismatch",
            self.cognito.verify_software_token, AccessToken=token, UserCode=wrong,
        )
        verified = self.cognito.verify_software_token(AccessToken=token, UserCode=pyotp.TOTP(secret).at(now))
        self.assertEqual(verified["Status"], "SUCCESS")
        self.cognito.set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        challenge = self.sign_in()
        self.assertEqual(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA")
        self.pool.advance_clock(30)
        code = pyotp.TOTP(secret).at(self.pool.control("GET", "clock")["now"])
        self.assertIn("AuthenticationResult", self.answer(challenge, SOFTWARE_TOKEN_MFA_CODE=code))

    def test_a_code_by_text_message_is_asked_for_and_a_wrong_one_leaves_the_challenge_open(self):
        self.sign_up_confirmed("ada")
        self.add_phone("ada")
        self.prefer(SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
        challenge = self.sign_in()
        self.assertEqual(challenge["ChallengeName"], "SMS_MFA")
        self.assertEqual(challenge["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS")
        code = self.pool.latest_code("ada")
        wrong = "000000" if code != "000000" else "111111"
        self.refused("CodeMismatchException", "Invalid", self.answer, challenge=challenge, SMS_MFA_CODE=wrong)
        self.assertIn("AuthenticationResult", self.answer(challenge, SMS_MFA_CODE=code))
        self.refused(
            "NotAuthorizedException", "Invalid session for the user", self.answer, challenge=challenge, SMS_MFA_CODE=code
        )

    def test_a_code_by_mail_is_asked_for(self):
        self.sign_up_confirmed("ada")
        self.prefer(EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
        challenge = self.sign_in()
        self.assertEqual(challenge["ChallengeName"], "EMAIL_OTP")
        answer = self.answer(challenge, EMAIL_OTP_CODE=self.pool.latest_code("ada"))
        self.assertIn("AuthenticationResult", answer)

    def test_with_two_second_factors_enabled_and_none_preferred_the_user_chooses(self):
        self.sign_up_confirmed("ada")
        self.add_phone("ada")
        self.prefer(SMSMfaSettings={"Enabled": True}, EmailMfaSettings={"Enabled": True})
        challenge = self.sign_in()
        self.assertEqual(challenge["ChallengeName"], "SELECT_MFA_TYPE")
        chosen = self.answer(challenge, ANSWER="SMS_MFA")
        self.assertEqual(chosen["ChallengeName"], "SMS_MFA")
        self.assertIn(
            "AuthenticationResult", self.answer(chosen, SMS_MFA_CODE=self.pool.latest_code("ada"))
        )

    def require(self, **kinds):
        self.cognito.set_user_pool_mfa_config(UserPoolId=POOL_ID, MfaConfiguration="ON", **kinds)

    def test_an_authenticator_app_is_set_up_in_the_sign_in_if_mfa_is_required(self):
        self.sign_up_confirmed("ada")
        self.require(SoftwareTokenMfaConfiguration={"Enabled": True})
        challenge = self.sign_in()
        self.assertEqual(challenge["ChallengeName"], "MFA_SETUP")
        self.assertEqual(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"], '["SOFTWARE_TOKEN_MFA"]')
        associated = self.cognito.associate_software_token(Session=challenge["Session"])
        now = self.pool.control("GET", "clock")["now"]
        verified = self.cognito.verify_software_token(
            Session=associated["Session"], UserCode=pyotp.TOTP(associated["SecretCode"]).at(now)
        )
        answer = self.answer({"ChallengeName": "MFA_SETUP", "Session": verified["Session"]})
        self.assertIn("AuthenticationResult", answer)
        self.assertEqual(self.sign_in()["ChallengeName"], "SOFTWARE_TOKEN_MFA")

    def test_a_mail_address_is_set_up_in_the_sign_in_if_mfa_is_required(self):
        self.cognito.admin_create_user(UserPoolId=POOL_ID, Username="ada", TemporaryPassword=PASSWORD)
        self.cognito.admin_set_user_password(UserPoolId=POOL_ID, Username="ada", Password=PASSWORD, Permanent=True)
        self.require(SoftwareTokenMfaConfiguration={"Enabled": True}, EmailMfaConfiguration={})
        challenge = self.sign_in()
        offered = json.loads(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"])
        self.assertEqual(offered, ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"])
        sent = self.answer(challenge, EMAIL="ada@example.com")
        self.assertEqual(sent["ChallengeName"], "EMAIL_OTP")
        answer = self.answer(sent, EMAIL_OTP_CODE=self.pool.latest_code("ada"))
        token = answer["AuthenticationResult"]["AccessToken"]
        self.assertEqual(self.cognito.get_user(AccessToken=token)["PreferredMfaSetting"], "EMAIL_OTP")

    def test_an_expired_session_is_refused(self):
        self.sign_up_confirmed("ada")
        self.prefer(EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
        challenge = self.sign_in()
        self.pool.advance_clock(16 * 60)
        self.refused(
            "NotAuthorizedException", "Invalid session for the user",
            self.answer, challenge=challenge, EMAIL_OTP_CODE=self.pool.latest_code("ada"),
        )


class Session(PoolTest):
    def setUp(self):
        super().setUp()
        self.sign_up_confirmed("ada")
        self.tokens = self.sign_in()["AuthenticationResult"]

    def refresh(self):
        return self.cognito.get_tokens_from_refresh_token(
            ClientId=CLIENT_ID, RefreshToken=self.tokens["RefreshToken"]
        )["AuthenticationResult"]

    def test_both_ways_of_refreshing_bring_a_new_access_token(self):
        self.pool.advance_clock(5)
        old = self.cognito.initiate_auth(
            ClientId=CLIENT_ID, AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": self.tokens["RefreshToken"]},
        )["AuthenticationResult"]
        for tokens in (old, self.refresh()):
            self.assertNotEqual(tokens["AccessToken"], self.tokens["AccessToken"])
            self.assertEqual(self.verified(tokens["AccessToken"])["token_use"], "access")

    def test_an_expired_access_token_is_refused(self):
        self.pool.advance_clock(60 * 60 + 1)
        self.refused(
            "NotAuthorizedException", "Access Token has expired",
            self.cognito.get_user, AccessToken=self.tokens["AccessToken"],
        )

    def test_an_expired_refresh_token_is_refused(self):
        self.pool.advance_clock(31 * 24 * 60 * 60)
        self.refused("NotAuthorizedException", "Refresh Token has expired", self.refresh)

    def test_a_revoked_refresh_token_is_refused_and_its_access_tokens_with_it(self):
        self.cognito.revoke_token(ClientId=CLIENT_ID, Token=self.tokens["RefreshToken"])
        self.refused("NotAuthorizedException", "Refresh Token has been revoked", self.refresh)
        self.refused(
            "NotAuthorizedException", "Access Token has been revoked",
            self.cognito.get_user, AccessToken=self.tokens["AccessToken"],
        )

    def test_a_global_sign_out_ends_every_session(self):
        self.cognito.global_sign_out(AccessToken=self.tokens["AccessToken"])
        self.refused("NotAuthorizedException", "Refresh Token", self.refresh)
        self.refused(
            "NotAuthorizedException", "Access Token has been revoked",
            self.cognito.get_user, AccessToken=self.tokens["AccessToken"],
        )

    def test_a_replaced_refresh_token_works_until_the_grace_period_ends(self):
        client = self.cognito.create_user_pool_client(
            UserPoolId=POOL_ID, ClientName="rotating",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
        )["UserPoolClient"]["ClientId"]
        first = self.cognito.initiate_auth(
            ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]["RefreshToken"]

        def refresh(token):
            return self.cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=token)

        second = refresh(first)["AuthenticationResult"]["RefreshToken"]
        self.assertNotEqual(first, second)
        self.assertIn("AccessToken", refresh(first)["AuthenticationResult"], "within the grace period")
        self.pool.advance_clock(11)
        self.refused("RefreshTokenReuseException", "reused", refresh, token=first)


class Control(PoolTest):
    def test_an_unsupported_operation_is_refused_in_cognitos_form(self):
        self.refused("UnsupportedOperationException", "The operation GetClientToken is not supported by the local pool.",
                     self.cognito.get_client_token, ClientId=CLIENT_ID, Secret="x" * 24)

    def test_a_fault_is_served_once_and_recorded(self):
        self.pool.control("POST", "faults", {
            "operation": "SignUp", "times": 1,
            "fault": {"kind": "error", "status": 400, "type": "TooManyRequestsException", "message": "Rate exceeded"},
        })
        self.refused("TooManyRequestsException", "Rate exceeded",
                     self.cognito.sign_up, ClientId=CLIENT_ID, Username="ada", Password=PASSWORD)
        self.sign_up_confirmed("ada")
        served = [(row["operation"], row["errorType"]) for row in self.pool.control("GET", "requests")]
        self.assertEqual(served[:2], [("SignUp", "TooManyRequestsException"), ("SignUp", None)])


if __name__ == "__main__":
    unittest.main()
