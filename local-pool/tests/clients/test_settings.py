"""boto3 as a set-up tool: what it writes, it reads back, so that its next run has nothing to change."""

from pool import PASSWORD, PoolTest


def without(described, *names):
    """A description without these members."""
    return {name: value for name, value in described.items() if name not in names}


class UserPools(PoolTest):
    def described(self, pool_id):
        return self.cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]

    def test_a_pool_is_created_described_updated_and_read_back(self):
        settings = {
            "Policies": {
                "PasswordPolicy": {
                    "MinimumLength": 10, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True,
                    "RequireSymbols": False, "TemporaryPasswordValidityDays": 3,
                },
                "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
            },
            "AutoVerifiedAttributes": ["email"],
            "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT", "ReplyToEmailAddress": "shop@example.com"},
            "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False},
            "UserPoolTags": {"team": "shop"},
        }
        only_new = {
            "UsernameAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False},
        }
        schema = {
            "Name": "tier", "AttributeDataType": "String", "DeveloperOnlyAttribute": False, "Mutable": True,
            "Required": False, "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "20"},
        }
        pool = self.cognito.create_user_pool(PoolName="shop", Schema=[schema], **settings, **only_new)["UserPool"]
        described = self.described(pool["Id"])
        self.assertEqual(described, pool)
        for name, value in {**settings, **only_new}.items():
            self.assertEqual(described[name], value, name)
        self.assertNotIn("AliasAttributes", described)
        self.assertEqual(len(described["SchemaAttributes"]), 21)
        self.assertIn({**schema, "Name": "custom:tier"}, described["SchemaAttributes"])

        # The same settings again change nothing.
        self.cognito.update_user_pool(UserPoolId=pool["Id"], **settings)
        self.assertEqual(without(self.described(pool["Id"]), "LastModifiedDate"), without(pool, "LastModifiedDate"))

        self.cognito.update_user_pool(UserPoolId=pool["Id"], PoolName="store")
        after = self.described(pool["Id"])
        self.assertEqual(after["Name"], "store")
        for name in ("Policies", "UserPoolTags", "SchemaAttributes", *only_new):
            self.assertEqual(after[name], pool[name], name)
        self.assertEqual(after["EmailConfiguration"], {"EmailSendingAccount": "COGNITO_DEFAULT"})
        for name in ("AutoVerifiedAttributes", "DeviceConfiguration"):
            self.assertNotIn(name, after)

    def test_second_factors_are_read_back_and_stay_in_an_update(self):
        pool_id = self.cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
        self.assertEqual(self.described(pool_id)["MfaConfiguration"], "OFF")
        factors = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
        self.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **factors)
        self.cognito.update_user_pool(UserPoolId=pool_id, AutoVerifiedAttributes=["email"])
        held = self.cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
        self.assertEqual(without(held, "ResponseMetadata"), factors)
        self.refused(
            "InvalidParameterException", "can't turn off MFA and configure an MFA together",
            self.cognito.set_user_pool_mfa_config, UserPoolId=pool_id, **{**factors, "MfaConfiguration": "OFF"},
        )

    def test_a_client_is_created_described_updated_and_read_back(self):
        pool_id = self.cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
        settings = {
            "ClientName": "app",
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "ReadAttributes": ["email", "name"],
            "WriteAttributes": ["email"],
            "AccessTokenValidity": 10,
            "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "days"},
        }
        created = self.cognito.create_user_pool_client(UserPoolId=pool_id, GenerateSecret=True, **settings)
        client = created["UserPoolClient"]
        one = {"UserPoolId": pool_id, "ClientId": client["ClientId"]}
        self.assertEqual(self.cognito.describe_user_pool_client(**one)["UserPoolClient"], client)
        for name, value in settings.items():
            self.assertEqual(client[name], value, name)
        updated = self.cognito.update_user_pool_client(**one, **settings)["UserPoolClient"]
        self.assertEqual(without(updated, "LastModifiedDate"), without(client, "LastModifiedDate"))

        reset = self.cognito.update_user_pool_client(**one)["UserPoolClient"]
        facts = ("UserPoolId", "ClientId", "ClientName", "ClientSecret", "CreationDate", "LastModifiedDate")
        self.assertEqual(without(reset, *facts), {
            "RefreshTokenValidity": 30, "TokenValidityUnits": {}, "AllowedOAuthFlowsUserPoolClient": False,
            "EnableTokenRevocation": True, "EnablePropagateAdditionalUserContextData": False, "AuthSessionValidity": 3,
        })
        self.assertEqual(reset["ClientSecret"], client["ClientSecret"])

    def test_an_app_reads_and_writes_only_what_its_client_may(self):
        pool_id = self.cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
        client_id = self.cognito.create_user_pool_client(
            UserPoolId=pool_id, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            ReadAttributes=["name"], WriteAttributes=["email", "name"],
        )["UserPoolClient"]["ClientId"]
        attributes = [{"Name": "email", "Value": "ada@example.com"}, {"Name": "name", "Value": "Ada"}]
        self.cognito.sign_up(ClientId=client_id, Username="ada", Password=PASSWORD, UserAttributes=attributes)
        self.cognito.admin_confirm_sign_up(UserPoolId=pool_id, Username="ada")
        tokens = self.sign_in(client_id=client_id)["AuthenticationResult"]
        shown = self.cognito.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
        self.assertEqual({one["Name"] for one in shown}, {"sub", "name"})
        self.refused(
            "NotAuthorizedException", "A client attempted to write unauthorized attribute",
            self.cognito.update_user_attributes, AccessToken=tokens["AccessToken"],
            UserAttributes=[{"Name": "nickname", "Value": "Ada"}],
        )
        self.refused(
            "InvalidParameterException", "Invalid write attributes specified while creating a client",
            self.cognito.create_user_pool_client, UserPoolId=pool_id, ClientName="app",
            WriteAttributes=["custom:tier"],
        )
