"""Counts the requests of pycognito and of aws-amplify against a local pool. Prints rows for bench/table.

The arguments: the path of Node, and the folder of the installed JavaScript packages. The environment variable
COGNITO_LOCAL_POOL has the path of the pool's program.
"""

import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

from pycognito import Cognito, MFAChallengeException

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "local-pool/tests/clients"))
from pool import CLIENT_ID, PASSWORD, POOL_ID, Pool  # noqa: E402

PHONE = [{"Name": "phone_number", "Value": "+15550001111"}, {"Name": "phone_number_verified", "Value": "true"}]
REFRESHES = ("GetTokensFromRefreshToken", "InitiateAuth")

# pycognito gets the time from a function that newer versions of Python warn about.
warnings.simplefilter("ignore", DeprecationWarning)


def row(measurement, who, number, of_version):
    print("row", measurement, who, number, of_version, sep="\t", flush=True)


class Process:
    """A running amplify_flows.mjs."""

    def __init__(self, node, packages, pool, *folder):
        command = [node, HERE / "amplify_flows.mjs", packages, pool.url, *folder]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def begin(self, flow):
        self._process.stdin.write(f"{flow}\n")
        self._process.stdin.flush()

    def end(self):
        """Waits for the end of the flow. Returns what the program printed."""
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("aws-amplify could not play a flow")
        return line.strip()

    def play(self, flow):
        self.begin(flow)
        return self.end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.communicate()


class Amplify:
    name = "aws-amplify"

    def __init__(self, process):
        self._process = process
        self.version = process.play("version")

    def play(self, flow):
        if flow == "refresh":
            self._process.play("expire")
        self._process.play(flow)
        if flow == "refresh":
            self._process.play("restore-clock")


class Pycognito:
    name, username = "pycognito", "pycognito"
    version = version("pycognito")

    def __init__(self, pool):
        self._pool = pool
        self._user = Cognito(
            POOL_ID, CLIENT_ID, user_pool_region="local", username=self.username,
            access_key="any", secret_key="any", boto3_client_kwargs={"endpoint_url": pool.url},
        )

    def play(self, flow):
        getattr(self, flow.replace("-", "_"))()

    def sign_up(self):
        self._user.set_base_attributes(email="pycognito@example.com")
        self._user.register(self.username, PASSWORD)
        self._user.confirm_sign_up(self._pool.latest_code(self.username), username=self.username)

    def sign_in(self):
        self._user.authenticate(PASSWORD)

    def sms_sign_in(self):
        try:
            self._user.authenticate(PASSWORD)
        except MFAChallengeException:
            self._user.respond_to_sms_mfa_challenge(self._pool.latest_code(self.username))
        else:
            raise RuntimeError("the pool asked for no code")

    def fetch(self):
        if self._user.check_token():
            raise RuntimeError("the tokens have expired")

    def refresh(self):
        self._user.renew_access_token()

    def sign_out(self):
        self._user.logout()


def requests_of_flows(pool, client, username):
    """Plays every flow of the table, and prints how many requests each one sends."""
    pool.control("POST", "reset", {})
    for flow in ("sign-up", "sign-in", "fetch", "refresh", "sign-out", "sms-sign-in"):
        if flow == "sms-sign-in":
            require_code(pool, username)
        before = len(pool.control("GET", "requests"))
        client.play(flow)
        row(f"{flow}-requests", client.name, len(pool.control("GET", "requests")) - before, client.version)


def require_code(pool, username):
    """Makes the user's sign-ins need a code by text message."""
    cognito = pool.boto3()
    cognito.admin_update_user_attributes(UserPoolId=POOL_ID, Username=username, UserAttributes=PHONE)
    factor = {"Enabled": True, "PreferredMfa": True}
    cognito.admin_set_user_mfa_preference(UserPoolId=POOL_ID, Username=username, SMSMfaSettings=factor)


def refreshes_of_two_processes(pool, node, packages):
    """Signs in, and lets two processes share the session. Their tokens expire, then each has 25 callers at once."""
    pool.control("POST", "reset", {})
    with tempfile.TemporaryDirectory() as folder:
        processes = [Process(node, packages, pool, folder) for _ in range(2)]
        with processes[0] as first, processes[1] as second:
            amplify = Amplify(first)
            for flow in ("sign-up", "sign-in"):
                amplify.play(flow)
            for process in (first, second):
                process.play("fetch")
                process.play("expire")
            before = len(pool.control("GET", "requests"))
            for process in (first, second):
                process.begin("callers")
            for process in (first, second):
                process.end()
            operations = [request["operation"] for request in pool.control("GET", "requests")[before:]]
            if not operations or set(operations) - set(REFRESHES):
                raise RuntimeError(f"these are not refreshes alone: {operations}")
            row("shared-refreshes", amplify.name, len(operations), amplify.version)


def main():
    node, packages = sys.argv[1:]
    pool = Pool()
    try:
        requests_of_flows(pool, Pycognito(pool), Pycognito.username)
        with Process(node, packages, pool) as process:
            requests_of_flows(pool, Amplify(process), "amplify")
        refreshes_of_two_processes(pool, node, packages)
    finally:
        pool.stop()


main()
