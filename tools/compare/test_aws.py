"""Consent, tags and deletion. A local pool and a stand-in for STS play AWS."""

import contextlib
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

import main
import play
from aws import SlowWire
from botocore.credentials import Credentials
from endpoints import LOCAL_POOL, started
from made import PREFIX
from model import IDENTITY_POOLS, USER_POOLS
from stand_in import AccountService, Proxy, Response

HERE = pathlib.Path(__file__).parent
# A scenario of few requests, which makes a pool.
SHORT = "documents"


class PoolsTest(unittest.TestCase):
    """A test with a local pool."""

    def setUp(self):
        self.pool = self.enterContext(started(LOCAL_POOL))
        self.before = self.pools()

    def pools(self):
        """The names of all user pools and identity pools."""
        users = self.pool.perform(USER_POOLS, "ListUserPools", {"MaxResults": 60}).members()["UserPools"]
        guests = self.pool.perform(IDENTITY_POOLS, "ListIdentityPools", {"MaxResults": 60}).members()["IdentityPools"]
        return sorted([pool["Name"] for pool in users] + [pool["IdentityPoolName"] for pool in guests])

    def make(self, name, tags):
        self.pool.perform(USER_POOLS, "CreateUserPool", {"PoolName": name, "UserPoolTags": tags})

    def start(self, *arguments, **more):
        return subprocess.Popen(
            [sys.executable, "-B", str(HERE / "main.py"), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **more,
        )


class AwsTest(PoolsTest):
    def setUp(self):
        super().setUp()
        self.accounts = self.enterContext(AccountService())
        self.cognito = self.enterContext(Proxy(self.pool.url, self.as_its_own))

    def as_its_own(self, response):
        """A service names its own address."""
        response.text = response.text.replace(self.pool.url, self.cognito.url)

    def run_at_aws(self, *arguments, typed=""):
        variables = {
            "AWS_ENDPOINT_URL_STS": self.accounts.url, "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": self.cognito.url,
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY": self.cognito.url, "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }
        given = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        process = self.start(
            LOCAL_POOL, "aws", "--only", SHORT, "--region", "us-east-1", *arguments, env=given | variables
        )
        output, errors = process.communicate(typed, timeout=120)
        return process.returncode, output, errors

    def test_nothing_is_sent_to_cognito_unless_yes_is_typed(self):
        for typed in ("", "\n", "n\n", "y\n", "YES\n", "yes please\n"):
            status, output, errors = self.run_at_aws(typed=typed)
            self.assertEqual(status, 2, errors)
            self.assertIn(f"account {AccountService.ACCOUNT}, region us-east-1", output)
            self.assertIn("1 user pools and 0 identity pools", output)
            self.assertTrue(output.endswith("Nothing was made.\n"), output)
        self.assertEqual(self.cognito.requests, [])
        bodies = {body for _, body in self.accounts.requests}
        self.assertTrue(bodies and all("Action=GetCallerIdentity" in body for body in bodies), bodies)

    def test_yes_as_an_option_is_refused_without_the_account_and_for_another_one(self):
        status, output, errors = self.run_at_aws("--yes")
        self.assertEqual((status, output), (2, ""))
        self.assertIn("--yes needs --account", errors)
        self.assertEqual((self.accounts.requests, self.cognito.requests), ([], []))
        status, output, errors = self.run_at_aws("--yes", "--account", "000000000000")
        self.assertEqual((status, output), (2, ""))
        self.assertIn("not 000000000000", errors)
        self.assertEqual(self.cognito.requests, [])

    def test_an_address_of_aws_is_refused(self):
        for address in ("https://cognito-idp.us-east-1.amazonaws.com", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"):
            errors = io.StringIO()
            with contextlib.redirect_stderr(errors):
                self.assertEqual(main.main([self.pool.url, address]), 2)
            self.assertIn("is AWS: write aws", errors.getvalue())

    def test_after_yes_each_pool_has_the_tag_and_is_deleted(self):
        status, output, errors = self.run_at_aws(typed="yes\n")
        self.assertEqual(status, 0, output + errors)
        made = [json.loads(body) for operation, body in self.cognito.requests if operation == "CreateUserPool"]
        self.assertEqual([pool["UserPoolTags"] for pool in made], [{PREFIX: "to be deleted"}])
        self.assertTrue(made[0]["PoolName"].startswith(PREFIX))
        self.assertEqual(self.pools(), self.before)

    def test_with_the_account_yes_is_an_option_and_what_an_earlier_run_left_is_deleted(self):
        self.make(f"{PREFIX}-0000-left", {PREFIX: "to be deleted"})
        self.make(f"{PREFIX}-of-somebody-else", {"team": "shop"})
        self.make("shop", {PREFIX: "to be deleted"})
        status, output, errors = self.run_at_aws("--yes", "--account", AccountService.ACCOUNT)
        self.assertEqual(status, 0, output + errors)
        self.assertEqual(self.pools(), sorted([*self.before, f"{PREFIX}-of-somebody-else", "shop"]))

    def test_a_pool_that_the_account_may_not_describe_is_not_of_an_earlier_run(self):
        self.make(f"{PREFIX}-of-somebody-else", {"team": "shop"})
        guests = {"IdentityPoolName": f"{PREFIX}-of-somebody-else", "AllowUnauthenticatedIdentities": False}
        self.pool.perform(IDENTITY_POOLS, "CreateIdentityPool", guests)
        before, asked = self.pools(), ("DescribeUserPool", "DescribeIdentityPool")
        denied = Response("", 400, {}, '{"__type":"AccessDeniedException"}')
        self.cognito.before = lambda operation: denied if operation in asked else None
        status, output, errors = self.run_at_aws("--yes", "--account", AccountService.ACCOUNT)
        self.assertEqual(status, 0, output + errors)
        self.assertLessEqual(set(asked), {operation for operation, _ in self.cognito.requests})
        self.assertEqual(self.pools(), before)

    def test_a_throttled_request_is_sent_again(self):
        throttled = [Response("ListUserPools", 400, {}, '{"__type":"TooManyRequestsException"}') for _ in range(2)]
        with Proxy(self.pool.url, before=lambda _operation: throttled.pop() if throttled else None) as proxy:
            wire = SlowWire("us-east-1", Credentials("any", "any"))
            with mock.patch.object(SlowWire, "pause", 0):
                response = wire.perform(proxy.url, USER_POOLS, "ListUserPools", {"MaxResults": 1})
        self.assertEqual((response.status, len(proxy.requests)), (200, 3))


class DeletionTest(PoolsTest):
    def run_here(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            return main.main([*arguments]), output.getvalue()

    def test_without_its_file_of_known_differences_the_run_does_not_begin(self):
        for text in (None, "[[known]]\nrequest = 1", "not toml"):
            with tempfile.TemporaryDirectory() as folder, Proxy(self.pool.url) as proxy:
                file = pathlib.Path(folder, "known.toml")
                if text:
                    file.write_text(text)
                status, output = self.run_here(proxy.url, proxy.url, "--only", SHORT, "--known", str(file))
            self.assertEqual((status, output, proxy.requests), (2, "", []))

    def test_after_a_failure_in_the_middle_everything_is_deleted(self):
        response, count = play.Turn.response, []

        def failing(turn, step):
            count.append(step)
            if len(count) == 30:
                raise RuntimeError("a secret")
            return response(turn, step)

        with mock.patch.object(play.Turn, "response", failing):
            status, output = self.run_here(self.pool.url, self.pool.url, "--only", "identity_pools")
        self.assertEqual(status, 2, output)
        self.assertEqual(output, f"Nothing is compared: it failed: RuntimeError. {main.DELETED}\n")
        self.assertEqual(self.pools(), self.before)

    def test_a_protected_pool_and_its_domain_are_deleted(self):
        response, made = play.Turn.response, []

        def failing(turn, step):
            found = response(turn, step)
            if step.case == "its protection" or step.case == "a domain":
                made.append(step.case)
                raise KeyboardInterrupt
            return found

        for scenario in ("user_pools", "settings"):
            with mock.patch.object(play.Turn, "response", failing):
                status, output = self.run_here(self.pool.url, self.pool.url, "--only", scenario)
            self.assertEqual(status, 2, output)
            self.assertIn(f"it was stopped before its end. {main.DELETED}", output)
            self.assertEqual(self.pools(), self.before)
        self.assertEqual(made, ["its protection", "a domain"])

    def test_after_a_signal_everything_is_deleted(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            arrived, go_on = threading.Event(), threading.Event()

            def before(operation):
                if operation == "CreateGroup" and not arrived.is_set():
                    arrived.set()
                    go_on.wait(60)

            with Proxy(self.pool.url, before=before) as proxy:
                process = self.start(proxy.url, proxy.url, "--only", "groups")
                self.assertTrue(arrived.wait(60))
                self.assertNotEqual(self.pools(), self.before)
                process.send_signal(number)
                output, errors = process.communicate(timeout=60)
                go_on.set()
            self.assertEqual(process.returncode, 2, output + errors)
            self.assertIn(f"it was stopped before its end. {main.DELETED}", output)
            self.assertEqual(self.pools(), self.before)

    def test_what_can_not_be_deleted_is_told(self):
        refusal = Response("DeleteUserPool", 400, {}, '{"__type":"NotAuthorizedException"}')
        with Proxy(self.pool.url, before=lambda operation: refusal if operation == "DeleteUserPool" else None) as proxy:
            status, output = self.run_here(proxy.url, self.pool.url, "--only", SHORT)
        self.assertEqual(status, 1, output)
        self.assertIn("Not deleted at local-pool: the user pool us-east-1_", output)


class RightsTest(unittest.TestCase):
    def test_cloudformation_can_read_the_template(self):
        linted = subprocess.run([os.environ["CFN_LINT"], str(HERE / "rights.yaml")], capture_output=True, text=True)
        self.assertEqual(linted.returncode, 0, linted.stdout + linted.stderr)

    def test_the_template_names_the_tag_and_the_pool_that_does_not_exist(self):
        text = (HERE / "rights.yaml").read_text()
        self.assertEqual(text.count(f"ResourceTag/{PREFIX}"), 2)
        self.assertIn(f"userpool/*_{play.NO_POOL}\"", text)


if __name__ == "__main__":
    unittest.main()
