"""SRP with pycognito: the pool accepts a right password and refuses a wrong one, and the tokens verify."""

import unittest
import unittest.mock

import requests
from botocore.exceptions import ClientError
from pool import CLIENT_ID, PASSWORD, POOL_ID, SECRET_CLIENT_ID, PoolTest, tampered
from pycognito import AWSSRP, Cognito, MFAChallengeException, TokenVerificationException


class SrpSignIn(PoolTest):
    def user(self, username="ada", client_id=CLIENT_ID, **parameters):
        return Cognito(
            POOL_ID, client_id, user_pool_region="local", username=username,
            access_key="any", secret_key="any", boto3_client_kwargs={"endpoint_url": self.pool.url}, **parameters,
        )

    def test_a_user_registers_confirms_and_signs_in(self):
        user = self.user()
        user.set_base_attributes(email="ada@example.com")
        user.register("ada", PASSWORD)
        user.confirm_sign_up(self.pool.latest_code("ada"), username="ada")
        user.authenticate(PASSWORD)
        user.verify_tokens()
        self.assertEqual(user.access_claims["token_use"], "access")
        self.assertEqual(user.id_claims["email"], "ada@example.com")

    def test_srp_works_for_passwords_of_every_kind(self):
        for number, password in enumerate(("Pässwörd-123", "Password-123 with spaces", "密码Passw0rd!", "Aa1-" * 40)):
            with self.subTest(number=number):
                name = f"user{number}"
                self.sign_up_confirmed(name, password=password)
                user = self.user(name)
                user.authenticate(password)
                user.verify_tokens()

    def test_a_sign_in_by_mail_address_uses_the_username_for_srp(self):
        self.sign_up_confirmed("ada")
        user = self.user("ada@example.com")
        user.authenticate(PASSWORD)
        user.verify_tokens()
        self.assertEqual(user.access_claims["username"], "ada")

    def test_a_wrong_password_is_refused(self):
        self.sign_up_confirmed("ada")
        with self.assertRaises(ClientError) as caught:
            self.user().authenticate("Wrong-pass-1")
        self.assertEqual(caught.exception.response["Error"]["Code"], "NotAuthorizedException")
        self.assertEqual(caught.exception.response["Error"]["Message"], "Incorrect username or password.")

    def test_the_secret_hash_covers_the_username_for_srp(self):
        user = self.user(client_id=SECRET_CLIENT_ID, client_secret=self.pool.client_secret)
        user.set_base_attributes(email="ada@example.com")
        user.register("ada", PASSWORD)
        user.confirm_sign_up(self.pool.latest_code("ada"), username="ada")
        user.authenticate(PASSWORD)
        user.verify_tokens()

    def test_a_wrong_client_secret_is_refused(self):
        self.sign_up_confirmed("ada")
        with self.assertRaises(ClientError) as caught:
            self.user(client_id=SECRET_CLIENT_ID, client_secret="wrong").authenticate(PASSWORD)
        self.assertEqual(caught.exception.response["Error"]["Code"], "NotAuthorizedException")

    def test_a_tampered_token_does_not_verify(self):
        self.sign_up_confirmed("ada")
        user = self.user()
        user.authenticate(PASSWORD)
        with self.assertRaises(TokenVerificationException):
            user.verify_token(tampered(user.id_token), "id_token", "id")

    def test_a_temporary_password_is_replaced(self):
        self.cognito.admin_create_user(UserPoolId=POOL_ID, Username="bob", TemporaryPassword="Temporary-1")
        user = self.user("bob")
        user.new_password_challenge("Temporary-1", "Chosen-pass-1")
        user.verify_tokens()
        self.user("bob").authenticate("Chosen-pass-1")

    def test_a_second_factor_by_text_message_completes_the_sign_in(self):
        self.sign_up_confirmed("ada")
        self.add_phone("ada")
        self.cognito.admin_set_user_mfa_preference(
            UserPoolId=POOL_ID, Username="ada", SMSMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        user = self.user()
        with self.assertRaises(MFAChallengeException):
            user.authenticate(PASSWORD)
        user.respond_to_sms_mfa_challenge(self.pool.latest_code("ada"))
        user.verify_tokens()

    def test_a_refresh_brings_a_new_access_token_and_the_user_can_sign_out(self):
        self.sign_up_confirmed("ada")
        user = self.user()
        user.authenticate(PASSWORD)
        before = user.access_token
        self.pool.advance_clock(5)
        user.renew_access_token()
        self.assertNotEqual(user.access_token, before)
        user.logout()


class DeviceSignIn(PoolTest):
    def setUp(self):
        super().setUp()
        self.track_devices()
        self.sign_up_confirmed("ada")

    def srp(self, **device):
        return AWSSRP(username="ada", password=PASSWORD, pool_id=POOL_ID, client_id=CLIENT_ID, client=self.cognito, **device)

    def confirmed_device(self):
        """Signs in and confirms the new device. pycognito has AWS's address built in, so a patch redirects its request."""
        srp = self.srp()
        tokens = srp.authenticate_user()
        post = requests.post

        def post_to_pool(_, **request):
            return post(self.pool.url, **{"timeout": 30, **request})

        with unittest.mock.patch("pycognito.aws_srp.requests.post", post_to_pool):
            response, password = srp.confirm_device(tokens, "Ada's laptop")
        self.assertEqual((response.status_code, response.json()), (200, {"UserConfirmationNecessary": False}))
        return {
            "device_key": srp.device_key, "device_group_key": srp.device_group_key, "device_password": password,
        }, tokens["AuthenticationResult"]

    def test_a_new_device_is_confirmed_and_signs_in_by_its_password(self):
        device, tokens = self.confirmed_device()
        listed = self.cognito.list_devices(AccessToken=tokens["AccessToken"])["Devices"]
        self.assertEqual([one["DeviceKey"] for one in listed], [device["device_key"]])
        result = self.srp(**device).authenticate_user()["AuthenticationResult"]
        self.assertNotIn("NewDeviceMetadata", result)
        self.assertEqual(self.verified(result["AccessToken"])["device_key"], device["device_key"])

    def test_a_remembered_device_replaces_the_second_factor(self):
        device, _ = self.confirmed_device()
        self.cognito.admin_set_user_mfa_preference(
            UserPoolId=POOL_ID, Username="ada", EmailMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        self.assertIn("AuthenticationResult", self.srp(**device).authenticate_user())
        self.assertEqual(self.srp().authenticate_user()["ChallengeName"], "EMAIL_OTP")

    def test_a_wrong_device_password_is_refused(self):
        device, _ = self.confirmed_device()
        device["device_password"] = "another"
        self.refused("NotAuthorizedException", "Incorrect username or password", self.srp(**device).authenticate_user)

    def test_a_forgotten_device_is_refused(self):
        device, tokens = self.confirmed_device()
        self.cognito.forget_device(AccessToken=tokens["AccessToken"], DeviceKey=device["device_key"])
        self.refused("ResourceNotFoundException", "Device does not exist", self.srp(**device).authenticate_user)


if __name__ == "__main__":
    unittest.main()
