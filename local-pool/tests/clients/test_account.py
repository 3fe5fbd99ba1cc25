"""What users do with their own accounts through boto3, signed in or after they forgot the password."""

from pool import CLIENT_ID, PASSWORD, PoolTest

NEW_PASSWORD = "Another-456"


class Account(PoolTest):
    def setUp(self):
        super().setUp()
        self.sign_up_confirmed("ada")
        self.token = self.sign_in()["AuthenticationResult"]["AccessToken"]

    def attributes(self):
        return {row["Name"]: row["Value"] for row in self.cognito.get_user(AccessToken=self.token)["UserAttributes"]}

    def test_a_password_is_changed(self):
        change = {"AccessToken": self.token, "ProposedPassword": NEW_PASSWORD}
        self.refused(
            "NotAuthorizedException", "Incorrect username or password.",
            self.cognito.change_password, **change, PreviousPassword="Wrong-pass-1",
        )
        self.cognito.change_password(**change, PreviousPassword=PASSWORD)
        self.assertIn("AuthenticationResult", self.sign_in(password=NEW_PASSWORD))

    def test_a_forgotten_password_is_reset_with_the_code_from_the_inbox(self):
        user = {"ClientId": CLIENT_ID, "Username": "ada"}
        sent = self.cognito.forgot_password(**user)["CodeDeliveryDetails"]
        self.assertEqual(sent["DeliveryMedium"], "EMAIL")
        code = self.pool.latest_code("ada")
        wrong = "000000" if code != "000000" else "111111"
        confirm = self.cognito.confirm_forgot_password
        self.refused(
            "CodeMismatchException", "Invalid verification code provided", confirm, **user, Password=NEW_PASSWORD,
            ConfirmationCode=wrong,
        )
        confirm(**user, Password=NEW_PASSWORD, ConfirmationCode=code)
        self.assertIn("AuthenticationResult", self.sign_in(password=NEW_PASSWORD))

    def test_an_attribute_is_changed_verified_and_deleted(self):
        self.cognito.update_user_attributes(
            AccessToken=self.token,
            UserAttributes=[{"Name": "email", "Value": "new@example.com"}, {"Name": "nickname", "Value": "countess"}],
        )
        self.assertEqual(self.attributes()["email_verified"], "false")
        sent = self.cognito.get_user_attribute_verification_code(AccessToken=self.token, AttributeName="email")
        self.assertEqual(sent["CodeDeliveryDetails"]["AttributeName"], "email")
        self.cognito.verify_user_attribute(
            AccessToken=self.token, AttributeName="email", Code=self.pool.latest_code("ada")
        )
        self.cognito.delete_user_attributes(AccessToken=self.token, UserAttributeNames=["nickname"])
        self.assertEqual(self.attributes()["email_verified"], "true")
        self.assertNotIn("nickname", self.attributes())

    def test_the_users_factors_are_listed(self):
        factors = self.cognito.get_user_auth_factors(AccessToken=self.token)
        self.assertEqual(factors["Username"], "ada")
        self.assertIn("PASSWORD", factors["ConfiguredUserAuthFactors"])

    def test_an_account_is_deleted(self):
        self.cognito.delete_user(AccessToken=self.token)
        self.refused("NotAuthorizedException", "Incorrect username or password.", self.sign_in)
