"""PyJWT, which verifies tokens in an app's back end: the recipe of docs/tokens.md. The pool gets the region for which
boto3 signs."""

import unittest

import jwt
from pool import PASSWORD, PoolTest

CLIENT_ID = "shop-app"


class Verifiers(PoolTest):
    arguments = ("--issuer", "aws")

    def setUp(self):
        super().setUp()
        self.cognito = self.pool.boto3(region="eu-central-1")
        made = self.cognito.create_user_pool(PoolName="shop")["UserPool"]
        self.pool_id = made["Id"]
        self.assertRegex(self.pool_id, "^eu-central-1_[A-Za-z0-9]{9}$")
        self.assertEqual(made["Arn"], f"arn:aws:cognito-idp:eu-central-1:000000000000:userpool/{self.pool_id}")
        self.cognito.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName=f"_custom_id_:{CLIENT_ID}", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )
        user = {"UserPoolId": self.pool_id, "Username": "ada"}
        self.cognito.admin_create_user(MessageAction="SUPPRESS", **user)
        self.cognito.admin_set_user_password(Password=PASSWORD, Permanent=True, **user)
        self.tokens = self.sign_in(client_id=CLIENT_ID)["AuthenticationResult"]

    def verify(self, token, **more):
        keys = jwt.PyJWKClient(f"{self.pool.url}/{self.pool_id}/.well-known/jwks.json")
        issuer = f"https://cognito-idp.eu-central-1.amazonaws.com/{self.pool_id}"
        key = keys.get_signing_key_from_jwt(token).key
        return jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, **more)

    def test_pyjwt_takes_the_keys_from_the_pools_address_and_awss_issuer(self):
        claims = self.verify(self.tokens["IdToken"], audience=CLIENT_ID)
        self.assertEqual(claims["cognito:username"], "ada")
        # An access token has no audience. Its claim client_id names the client.
        self.assertEqual(self.verify(self.tokens["AccessToken"])["client_id"], CLIENT_ID)

    def test_the_key_of_another_pool_is_not_found(self):
        self.pool_id = self.cognito.create_user_pool(PoolName="other")["UserPool"]["Id"]
        with self.assertRaises(jwt.PyJWKClientError):
            self.verify(self.tokens["IdToken"], audience=CLIENT_ID)


if __name__ == "__main__":
    unittest.main()
