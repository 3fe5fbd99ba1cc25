"""Identities and AWS credentials through boto3: as a guest, as a user, and as a guest who becomes a user."""

import datetime
import unittest

import jwt
from pool import CLIENT_ID, POOL_ID, PoolTest, tampered

IDENTITY_POOL_ID = "local:10ca1d00-0000-4000-8000-000000000000"
PROVIDER = f"cognito-idp.local.amazonaws.com/{POOL_ID}"


class IdentityPools(PoolTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identity = cls.pool.boto3("cognito-identity")

    def guest(self):
        return self.identity.get_id(IdentityPoolId=IDENTITY_POOL_ID)["IdentityId"]

    def login(self, username="ada"):
        return {PROVIDER: self.sign_in(username)["AuthenticationResult"]["IdToken"]}

    def test_a_guest_gets_credentials_for_an_hour(self):
        given = self.identity.get_credentials_for_identity(IdentityId=self.guest())
        credentials = given["Credentials"]
        self.assertRegex(credentials["AccessKeyId"], "^ASIA[A-Z0-9]{16}$")
        self.assertTrue(credentials["SecretKey"] and credentials["SessionToken"])
        left = credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
        self.assertTrue(3500 < left.total_seconds() <= 3600, left)

    def test_a_guest_becomes_a_user_and_keeps_the_identity(self):
        guest = self.guest()
        self.sign_up_confirmed("ada")
        given = self.identity.get_credentials_for_identity(IdentityId=guest, Logins=self.login())
        self.assertEqual(given["IdentityId"], guest)
        by_id = self.identity.get_id(IdentityPoolId=IDENTITY_POOL_ID, Logins=self.login())
        self.assertEqual(by_id["IdentityId"], guest)
        self.refused(
            "NotAuthorizedException", f"^Access to Identity '{guest}' is forbidden.$",
            self.identity.get_credentials_for_identity, IdentityId=guest,
        )

    def test_garbage_expired_and_foreign_tokens_are_refused(self):
        self.sign_up_confirmed("ada")
        tokens = self.sign_in()["AuthenticationResult"]
        foreign = jwt.encode({"iss": "https://elsewhere.example"}, "a key of somebody else" * 2)
        for token, text in (
            ("garbage", "Invalid login token. Not a Cognito token."),
            (tampered(tokens["IdToken"]), "Invalid login token. (Couldn't verify signed token|Not a Cognito token)."),
            (tokens["AccessToken"], "Invalid login token. Missing a required claim: aud"),
            (foreign, "Invalid login token. Issuer doesn't match providerName"),
        ):
            with self.subTest(text=text):
                self.refused(
                    "NotAuthorizedException", f"^{text}$",
                    self.identity.get_id, IdentityPoolId=IDENTITY_POOL_ID, Logins={PROVIDER: token},
                )
        self.pool.advance_clock(2 * 60 * 60)
        self.refused(
            "NotAuthorizedException", r"^Invalid login token. Token expired: \d+ >= \d+$",
            self.identity.get_id, IdentityPoolId=IDENTITY_POOL_ID, Logins={PROVIDER: tokens["IdToken"]},
        )

    def test_tags_of_an_identity_pool_and_of_its_sessions(self):
        arn = f"arn:aws:cognito-identity:local:123456789012:identitypool/{IDENTITY_POOL_ID}"
        self.identity.tag_resource(ResourceArn=arn, Tags={"stage": "test", "team": "one"})
        self.identity.untag_resource(ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(self.identity.list_tags_for_resource(ResourceArn=arn)["Tags"], {"stage": "test"})

        named = {"IdentityPoolId": IDENTITY_POOL_ID, "IdentityProviderName": PROVIDER}
        self.identity.set_principal_tag_attribute_map(**named, PrincipalTags={"mail": "email"})
        held = self.identity.get_principal_tag_attribute_map(**named)
        self.assertEqual((held["UseDefaults"], held["PrincipalTags"]), (False, {"mail": "email"}))
        self.sign_up_confirmed("ada")
        logins = self.login()
        given = self.identity.get_credentials_for_identity(
            IdentityId=self.identity.get_id(IdentityPoolId=IDENTITY_POOL_ID, Logins=logins)["IdentityId"], Logins=logins)
        session = jwt.decode(given["Credentials"]["SessionToken"], options={"verify_signature": False})
        self.assertEqual(session["https://aws.amazon.com/tags"], {"principal_tags": {"mail": ["ada@example.com"]}})

    def test_a_script_sets_an_identity_pool_up(self):
        made = self.identity.create_identity_pool(
            IdentityPoolName="shop", AllowUnauthenticatedIdentities=False, IdentityPoolTags={"stage": "test"},
            CognitoIdentityProviders=[{"ProviderName": PROVIDER, "ClientId": CLIENT_ID, "ServerSideTokenCheck": True}],
        )
        pool_id = made["IdentityPoolId"]
        role = "arn:aws:iam::000000000000:role/shopper"
        self.identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles={"authenticated": role})
        self.assertEqual(
            self.identity.get_identity_pool_roles(IdentityPoolId=pool_id)["Roles"], {"authenticated": role}
        )
        self.refused(
            "NotAuthorizedException", "^Unauthenticated access is not supported for this identity pool.$",
            self.identity.get_id, IdentityPoolId=pool_id,
        )
        self.sign_up_confirmed("ada")
        login = self.login()
        identity_id = self.identity.get_id(IdentityPoolId=pool_id, Logins=login)["IdentityId"]
        given = self.identity.get_credentials_for_identity(IdentityId=identity_id, Logins=login)
        session = jwt.decode(given["Credentials"]["SessionToken"], options={"verify_signature": False})
        self.assertEqual(session["role"], role)
        [described] = self.identity.list_identities(IdentityPoolId=pool_id, MaxResults=60)["Identities"]
        self.assertEqual((described["IdentityId"], described["Logins"]), (identity_id, [PROVIDER]))
        listed = self.identity.list_identity_pools(MaxResults=60)["IdentityPools"]
        self.assertEqual({pool["IdentityPoolId"] for pool in listed}, {IDENTITY_POOL_ID, pool_id})
        self.identity.delete_identity_pool(IdentityPoolId=pool_id)
        self.refused(
            "ResourceNotFoundException", f"^IdentityPool '{pool_id}' not found.$",
            self.identity.describe_identity_pool, IdentityPoolId=pool_id,
        )

    def test_an_identity_pool_is_changed(self):
        described = self.identity.describe_identity_pool(IdentityPoolId=IDENTITY_POOL_ID)
        del described["ResponseMetadata"]
        changed = self.identity.update_identity_pool(**{**described, "AllowUnauthenticatedIdentities": False})
        self.assertFalse(changed["AllowUnauthenticatedIdentities"])
        self.refused(
            "NotAuthorizedException", "^Unauthenticated access is not supported for this identity pool.$",
            self.identity.get_id, IdentityPoolId=IDENTITY_POOL_ID,
        )

    def test_the_basic_flow_gets_a_token_and_an_identity_is_unlinked_and_deleted(self):
        self.sign_up_confirmed("ada")
        login = self.login()
        identity = {"IdentityId": self.identity.get_id(IdentityPoolId=IDENTITY_POOL_ID, Logins=login)["IdentityId"]}
        token = self.identity.get_open_id_token(**identity, Logins=login)["Token"]
        claims = jwt.decode(token, options={"verify_signature": False})
        self.assertEqual((claims["sub"], claims["aud"]), (identity["IdentityId"], IDENTITY_POOL_ID))
        self.assertEqual(self.identity.describe_identity(**identity)["Logins"], [PROVIDER])
        self.identity.unlink_identity(**identity, Logins=login, LoginsToRemove=[PROVIDER])
        self.assertNotIn(PROVIDER, self.identity.describe_identity(**identity).get("Logins", []))
        deleted = self.identity.delete_identities(IdentityIdsToDelete=[identity["IdentityId"]])
        self.assertEqual(deleted["UnprocessedIdentityIds"], [])
        self.refused("ResourceNotFoundException", "not found", self.identity.describe_identity, **identity)


if __name__ == "__main__":
    unittest.main()
