"""What an ability is tried on: a server with a pool, a client and a user, and the codes that the server sends."""

import base64
import hmac
import io
import json
import re
import struct
import threading
import time
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from process import Server

# As a user name, cognito-local accepts only an e-mail address.
NAME, PASSWORD, WRONG = "ann@example.com", "Password-123", "Wrong-password-1"
BLOCKED = "blocked@example.com"
CALLBACK = "https://app.example/back"
REGION = "us-east-1"
FUNCTION = "pre-sign-up"
FUNCTION_ARN = f"arn:aws:lambda:{REGION}:000000000000:function:{FUNCTION}"


class Lacks(Exception):
    """The server does not have the ability. The text says what it did."""


def refused(call, *arguments, **members):
    """Fails unless the server refuses a call. A status of 500 or more is no refusal."""
    try:
        call(*arguments, **members)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise Lacks("fails with status 500") from error
        return
    raise Lacks("accepts it")


class Functions:
    """A server with Lambda's operation Invoke. Its function refuses one user's sign-up."""

    def __init__(self):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["content-length"])))
                blocked = BLOCKED in (event.get("userName"), event["request"].get("userAttributes", {}).get("email"))
                body = json.dumps({"errorMessage": "blocked"} if blocked else event).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                if blocked:
                    self.send_header("x-amz-function-error", "Unhandled")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


# The same function for a server that runs functions itself.
SOURCE = f"""
def handler(event, context):
    if "{BLOCKED}" in (event["userName"], event["request"]["userAttributes"].get("email")):
        raise Exception("blocked")
    return event
"""


class Stage:
    """A running server. Each ability is tried on a new pool."""

    def __init__(self, contestant, folder):
        self.contestant, self.folder = contestant, folder
        self.start()

    def start(self):
        self.server = Server(self.contestant.command, self.contestant.environment, self.folder)
        self.cognito = self.boto3("cognito-idp")

    def restart(self):
        self.server.end()
        self.start()

    @property
    def url(self):
        return self.server.url

    def boto3(self, service):
        return boto3.client(
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 0}, read_timeout=30),
        )

    def new_pool(self, **settings):
        settings = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], **settings}
        self.pool = self.cognito.create_user_pool(PoolName="abilities", **settings)["UserPool"]["Id"]
        self.client = self.new_client()

    def new_client(self, *flows, **settings):
        flows = flows or ("ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
        made = self.cognito.create_user_pool_client(
            UserPoolId=self.pool, ClientName="abilities", ExplicitAuthFlows=list(flows), **settings
        )["UserPoolClient"]
        self.secret = made.get("ClientSecret")
        return made["ClientId"]

    def sign_up(self, name=NAME, password=PASSWORD):
        email = [{"Name": "email", "Value": name}]
        return self.cognito.sign_up(ClientId=self.client, Username=name, Password=password, UserAttributes=email)

    def add_user(self, *attributes):
        """Makes a user who can sign in, as an administrator."""
        attributes = (("email", NAME), ("email_verified", "true"), *attributes)
        self.user = {"UserPoolId": self.pool, "Username": NAME}
        self.cognito.admin_create_user(
            **self.user, MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes],
        )
        self.cognito.admin_set_user_password(**self.user, Password=PASSWORD, Permanent=True)

    def sign_in(self, password=PASSWORD, name=NAME):
        parameters = {"USERNAME": name, "PASSWORD": password}
        return self.cognito.initiate_auth(
            ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )

    def tokens(self):
        return result(self.sign_in())

    def answer(self, challenge, name, **responses):
        """Answers a challenge, which must have this name."""
        if challenge.get("ChallengeName") != name:
            raise Lacks(f"does not ask for {name}")
        username = challenge.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", NAME)
        return self.cognito.respond_to_auth_challenge(
            ClientId=self.client, ChallengeName=name, Session=challenge["Session"],
            ChallengeResponses={"USERNAME": username, **responses},
        )

    def code(self, constant):
        """The newest code for the user. ministack always has the constant. moto has none, and gets the constant too."""
        if self.contestant.name == "local pool":
            address = f"{self.url}/_pool/messages?username={NAME}&userPoolId={self.pool}"
            with urllib.request.urlopen(address, timeout=10) as response:
                return json.load(response)[-1]["code"]
        if self.contestant.name == "cognito-local":
            time.sleep(0.5)  # the log is written later than the response
            codes = re.findall(r"Code:\s+(\d+)", self.server.log.read_text())
            if not codes:
                raise Lacks("sends no code")
            return codes[-1]
        return constant

    def make_function(self):
        """Makes the function, on a server that runs functions itself."""
        if self.contestant.name != "ministack":
            return
        trust = {"Version": "2012-10-17", "Statement": []}
        role = self.boto3("iam").create_role(RoleName="abilities", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("index.py", SOURCE)
        self.boto3("lambda").create_function(
            FunctionName=FUNCTION, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": packed.getvalue()},
            Role=role["Arn"],
        )


def result(response):
    """The tokens of a response."""
    if "AuthenticationResult" not in response:
        raise Lacks(f"asks for {response.get('ChallengeName')}")
    return response["AuthenticationResult"]


def app_code(secret, now=None):
    """The code of an authenticator app (RFC 6238), at a time in seconds since 1970."""
    try:
        key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    except ValueError as error:
        raise Lacks("gives a secret that is not in Base32") from error
    digest = hmac.digest(key, struct.pack(">Q", int(now or time.time()) // 30), "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def other(code):
    """A wrong code with as many digits."""
    return "0" * len(code) if code != "0" * len(code) else "1" * len(code)
