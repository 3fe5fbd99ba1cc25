"""The pool with TLS, through clients that trust its authority and clients that don't."""

import json
import pathlib
import ssl
import tempfile
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import SSLError
from pool import CLIENT_ID, PASSWORD, POOL_ID, Pool


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.authority = str(pathlib.Path(folder.name, "authority.pem"))
        cls.pool = Pool("--tls", cls.authority)
        cls.addClassCleanup(cls.pool.stop)

    def boto3(self, **settings):
        return boto3.client(
            "cognito-idp", endpoint_url=self.pool.url, region_name="local", aws_access_key_id="any",
            aws_secret_access_key="any", config=Config(retries={"max_attempts": 0}), **settings,
        )

    def test_a_client_that_trusts_the_authority_signs_in(self):
        self.assertTrue(self.pool.url.startswith("https://"))
        cognito = self.boto3(verify=self.authority)
        cognito.admin_create_user(UserPoolId=POOL_ID, Username="ada", MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=POOL_ID, Username="ada", Password=PASSWORD, Permanent=True)
        answer = cognito.initiate_auth(
            ClientId=CLIENT_ID, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
        )
        self.assertIn("AccessToken", answer["AuthenticationResult"])

    def test_the_issuer_is_an_https_address(self):
        address = f"{self.pool.url}/{POOL_ID}/.well-known/openid-configuration"
        trusting = ssl.create_default_context(cafile=self.authority)
        for name in ("127.0.0.1", "localhost"):
            with urllib.request.urlopen(address.replace("127.0.0.1", name), context=trusting, timeout=10) as answer:
                self.assertEqual(json.load(answer)["issuer"], f"{self.pool.url}/{POOL_ID}")

    def test_a_client_without_the_authority_refuses_the_certificate(self):
        with self.assertRaises(SSLError):
            self.boto3().list_user_pools(MaxResults=1)
        with self.assertRaises(urllib.error.URLError) as caught:
            urllib.request.urlopen(self.pool.url, context=ssl.create_default_context(), timeout=10)
        self.assertIsInstance(caught.exception.reason, ssl.SSLCertVerificationError)


if __name__ == "__main__":
    unittest.main()
