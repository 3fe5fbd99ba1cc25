"""Measures servers that play Cognito. Prints rows for bench/table.

In each round, every server starts, makes a pool with a user, and signs the user in. The smallest time, the smallest memory
and the highest rate of all rounds count, because a busy machine can only make them worse. One client sends one request
after the other, over one connection, or over one for each sign-in with SRP. Each server has refused a wrong password in
this run. Each server with a figure for SRP has also refused a wrong proof of a password.

crowd.py measures the local pool with many users, once.
"""

import argparse
import json
import tempfile
import time
from dataclasses import dataclass

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from contestants import add_arguments, contestants
from crowd import measure_crowds
from process import Refused, Server
from pycognito.aws_srp import AWSSRP

ROUNDS = 5
PASSWORD_SIGN_INS = 60
SRP_SIGN_INS = 10
# As a user name, cognito-local accepts only an e-mail address.
USERNAME, PASSWORD, WRONG = "ann@example.com", "Password-123", "Wrong-password-1"


@dataclass
class Prepared:
    """A server with a pool, a client and a user."""

    server: Server
    pool: str
    client: str

    @classmethod
    def on(cls, server):
        def perform(operation, **members):
            return json.loads(server.perform(operation, json.dumps(members)) or "{}")

        pool = perform("CreateUserPool", PoolName="bench")["UserPool"]["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client = perform("CreateUserPoolClient", UserPoolId=pool, ClientName="bench", ExplicitAuthFlows=flows)
        perform("AdminCreateUser", UserPoolId=pool, Username=USERNAME, MessageAction="SUPPRESS")
        perform("AdminSetUserPassword", UserPoolId=pool, Username=USERNAME, Password=PASSWORD, Permanent=True)
        return cls(server, pool, client["UserPoolClient"]["ClientId"])

    def sign_in(self, password=PASSWORD):
        """Signs the user in with USER_PASSWORD_AUTH."""
        parameters = {"USERNAME": USERNAME, "PASSWORD": password}
        body = {"ClientId": self.client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
        result = json.loads(self.server.perform("InitiateAuth", json.dumps(body)))
        if not result.get("AuthenticationResult", {}).get("AccessToken"):
            raise RuntimeError(f"no token: {result}")

    def sign_in_with_srp(self, password=PASSWORD):
        """Signs the user in with pycognito, another project's client."""
        cognito = boto3.client(
            "cognito-idp",
            endpoint_url=self.server.url,
            region_name=self.pool.partition("_")[0],
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 0}),
        )
        srp = AWSSRP(USERNAME, password, self.pool, self.client, client=cognito)
        if not srp.authenticate_user()["AuthenticationResult"]["AccessToken"]:
            raise RuntimeError("no token")


def refuses(sign_in, error):
    """Whether a server refuses a wrong password."""
    try:
        sign_in(WRONG)
    except error:
        return True
    return False


def measure(contestant):
    """The figures of one round, by measurement."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(contestant.command, contestant.environment, folder)
        try:
            figures = {"server-start": server.start_seconds, "server-start-processor-time": server.processor_seconds()}
            prepared = Prepared.on(server)
            if not refuses(prepared.sign_in, Refused):
                raise RuntimeError(f"{contestant.name} accepts a wrong password")
            seconds, processor = each(prepared.sign_in, PASSWORD_SIGN_INS, server)
            figures |= {"server-sign-ins": 1 / seconds, "server-sign-in-processor-time": processor}
            if contestant.checks_srp:
                if not refuses(prepared.sign_in_with_srp, ClientError):
                    raise RuntimeError(f"{contestant.name} accepts a wrong proof of a password")
                _, processor = each(prepared.sign_in_with_srp, SRP_SIGN_INS, server)
                figures["server-srp-processor-time"] = processor
            return figures | {"server-memory": server.most_memory()}
        finally:
            server.stop()


def each(sign_in, times, server):
    """The time of a sign-in, and the server's processor time for it, in seconds."""
    sign_in()
    begun, used = time.monotonic(), server.processor_seconds()
    for _ in range(times):
        sign_in()
    return (time.monotonic() - begun) / times, (server.processor_seconds() - used) / times


def main():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    all_contestants = contestants(parser.parse_args())
    best = {}
    for _ in range(ROUNDS):
        for contestant in all_contestants:
            for name, number in measure(contestant).items():
                choose = max if name == "server-sign-ins" else min
                key = name, contestant.name, contestant.version
                best[key] = choose(best.get(key, number), number)
    for name, who, number in measure_crowds(all_contestants[0].command):
        best[name, who, ""] = number
    for (name, who, version), number in best.items():
        print("row", name, who, number, *filter(None, [version]), sep="\t")


if __name__ == "__main__":
    main()
