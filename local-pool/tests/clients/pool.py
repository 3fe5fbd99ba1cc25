"""A local pool in its own process, for other people's clients. Each test class starts one, and each test resets it."""

import json
import os
import re
import subprocess
import threading
import unittest
import urllib.request

import boto3
import jwt
from botocore.config import Config
from botocore.exceptions import ClientError
from shapes import check_responses

POOL_ID = "local_LocalPool"
CLIENT_ID = "local-client"
SECRET_CLIENT_ID = "local-client-secret"
PASSWORD = "Password-123"
SECONDS_TO_START = SECONDS_TO_END = 60
# The variables that set options of the pool must not reach it from the environment of the tests.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PORT", "HOST", "PUBLIC_URL")}


class Pool:
    """The release binary, on a free port."""

    def __init__(self, *arguments):
        command = [os.environ["COGNITO_LOCAL_POOL"], "--port", "0", *arguments]
        self.process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        self.client_secret = self.url = None
        limit = threading.Timer(SECONDS_TO_START, self.process.kill)
        limit.start()
        for line in self.process.stdout:
            secret = re.fullmatch(rf"client {SECRET_CLIENT_ID} with secret (\S+)\n", line)
            self.client_secret = secret.group(1) if secret else self.client_secret
            ready = re.fullmatch(r"cognito-local-pool listening on (https?://127\.0\.0\.1:\d+)\n", line)
            if ready:
                self.url = ready.group(1)
                break
        limit.cancel()
        if self.url is None:
            raise RuntimeError(f"the local pool was not ready within {SECONDS_TO_START} s, or ended before")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_END)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()

    def control(self, method, path, body=None):
        """Calls the control API."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/_pool/{path}", data=data, method=method, headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            text = response.read()
        return json.loads(text) if text else None

    def messages(self, username):
        return self.control("GET", f"messages?username={username}")

    def latest_code(self, username):
        return self.messages(username)[-1]["code"]

    def advance_clock(self, seconds):
        self.control("POST", "clock", {"advanceSeconds": seconds})

    def boto3(self, service="cognito-idp", region="local", **options):
        """A boto3 client with made-up credentials and no retries. It checks each response against botocore's shapes.
        `options` are those of botocore's Config."""
        client = boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(retries={"max_attempts": 0}, **options),
        )
        check_responses(client)
        return client


class PoolTest(unittest.TestCase):
    """A test with a pool in its own process, and a boto3 client for it."""

    arguments = ()  # options of the program

    @classmethod
    def setUpClass(cls):
        cls.pool = Pool(*cls.arguments)
        cls.addClassCleanup(cls.pool.stop)
        cls.cognito = cls.pool.boto3()

    def setUp(self):
        self.pool.control("POST", "reset", {})

    def sign_up_confirmed(self, username, client_id=CLIENT_ID, password=PASSWORD):
        """Makes a user as in Amplify's guides: signs up, then confirms with the code from the inbox."""
        self.cognito.sign_up(
            ClientId=client_id,
            Username=username,
            Password=password,
            UserAttributes=[{"Name": "email", "Value": f"{username}@example.com"}],
        )
        self.cognito.confirm_sign_up(
            ClientId=client_id, Username=username, ConfirmationCode=self.pool.latest_code(username)
        )

    def add_phone(self, username):
        """Gives a user a verified phone number, as an administrator."""
        self.cognito.admin_update_user_attributes(
            UserPoolId=POOL_ID, Username=username,
            UserAttributes=[{"Name": "phone_number", "Value": "+15550001111"},
                            {"Name": "phone_number_verified", "Value": "true"}],
        )

    def sign_in(self, username="ada", password=PASSWORD, client_id=CLIENT_ID, **parameters):
        """Signs in by USER_PASSWORD_AUTH, which sends the password. Returns the tokens or the challenge."""
        return self.cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password, **parameters},
        )

    def track_devices(self):
        """Makes the pool track devices. A remembered device replaces the second factor."""
        self.cognito.update_user_pool(
            UserPoolId=POOL_ID, MfaConfiguration="OPTIONAL", AutoVerifiedAttributes=["email", "phone_number"],
            DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False},
        )

    def refused(self, exception, text, call, **parameters):
        """Asserts that the call fails with this exception, whose message matches the pattern `text`."""
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], exception)
        self.assertRegex(error["Message"], text)

    def verified(self, token, audience=None):
        """The claims of a token, checked with the pool's published keys by PyJWT."""
        issuer = f"{self.pool.url}/{POOL_ID}"
        key = jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json").get_signing_key_from_jwt(token)
        return jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            issuer=issuer,
            audience=audience,
            leeway=60,  # the pool's clock may have been advanced
            options={"verify_aud": audience is not None, "require": ["exp", "iat", "sub", "token_use"]},
        )


def tampered(token):
    """The token with its payload changed and its signature kept."""
    header, payload, signature = token.split(".")
    changed = payload[:-2] + ("A" if payload[-2] != "A" else "B") + payload[-1]
    return f"{header}.{changed}.{signature}"
