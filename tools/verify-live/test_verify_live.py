"""Runs the tool against its stand-ins, a local pool and ministack. `core/tests/ministack/run` starts ministack."""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

import boto3
from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient
from botocore.exceptions import ClientError

import stack
from flows import CASES, DIFFERS, HERE, all_flows, steps_of
from server import PREFIX, TEMPLATE, template
from table import table

ENDPOINT = os.environ["MINISTACK_ENDPOINT"]
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true"}
AT_MINISTACK = ["--endpoint", ENDPOINT, "--region", "us-east-1"]
AT_LOCAL_POOL = ["--against", "local-pool", "--local-pool", os.environ["COGNITO_LOCAL_POOL"]]
# A flow that takes one request.
SHORT = "sign in by sending the password"
SESSION = boto3.Session("test", "test", region_name="us-east-1")


def command(*arguments):
    return [sys.executable, "-B", str(HERE / "main.py"), "--player", os.environ["VERIFY_LIVE_PLAYER"], *arguments]


def run(*arguments, typed=None):
    """Runs the tool. Unless something is typed, it is told not to ask."""
    environment = {**os.environ, **CREDENTIALS}
    yes = ["--yes"] if typed is None else []
    return subprocess.run(
        command(*arguments, *yes), input=typed or "", capture_output=True, text=True, env=environment, timeout=300
    )


def stacks():
    """The names of all stacks that were ever made at ministack, and those that are left."""
    pages = SESSION.client("cloudformation", endpoint_url=ENDPOINT).get_paginator("list_stacks").paginate()
    found = [it for page in pages for it in page["StackSummaries"] if it["StackName"].startswith(PREFIX)]
    left = {it["StackName"] for it in found if it["StackStatus"] != "DELETE_COMPLETE"}
    return {it["StackName"] for it in found}, left


def pools():
    cognito = SESSION.client("cognito-idp", endpoint_url=ENDPOINT)
    return [pool["Name"] for pool in cognito.list_user_pools(MaxResults=60)["UserPools"] if PREFIX in pool["Name"]]


class RunTest(unittest.TestCase):
    def expect_nothing_left(self):
        self.assertEqual((stacks()[1], pools()), (set(), []))

    def expect_same(self, ran, flows):
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        played = len(flows)
        self.assertIn(f"\n{played} same, {len(all_flows()) - played} not run; ", ran.stdout)
        self.assertIn("Everything that was made is deleted.", ran.stdout)
        # Each token begins with `eyJ`, and each user's password with `Aa1!`.
        self.assertIsNone(re.search("eyJ|Aa1!", ran.stdout + ran.stderr))

    def test_every_flow_does_at_the_local_pool_what_its_cases_state(self):
        self.expect_same(run(*AT_LOCAL_POOL), [flow for flow in all_flows() if "why" not in flow])

    def test_the_flows_that_ministack_has_do_there_what_their_cases_state(self):
        flows = [flow for flow in all_flows() if "why" not in flow and "ministack" not in flow.get("not_at", {})]
        self.expect_same(run(*AT_MINISTACK), flows)
        self.expect_nothing_left()

    def test_a_planted_difference_is_reported_and_everything_is_deleted(self):
        with tempfile.TemporaryDirectory() as folder:
            cases = pathlib.Path(shutil.copytree(CASES, pathlib.Path(folder, "cases")))
            file = cases / "sign-in-user-password.json"
            file.write_text(file.read_text().replace('"nextStep": "done"', '"nextStep": "confirmSignUp"'))
            for place in (AT_MINISTACK, AT_LOCAL_POOL):
                ran = run(*place, "--only", SHORT, "--cases", str(cases))
                self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
                self.assertIn("signIn.nextStep is the name done, not confirmSignUp", " ".join(ran.stdout.split()))
                self.assertIn("\n1 differs; 1 requests", ran.stdout)
                self.assertIn("Everything that was made is deleted.", ran.stdout)
        self.expect_nothing_left()

    def test_nothing_is_made_unless_yes_is_typed(self):
        before = stacks()[0]
        for typed in ("", "\n", "n\n", "yess\n"):
            ran = run(*AT_MINISTACK, typed=typed)
            self.assertEqual(ran.returncode, 2, ran.stderr)
            self.assertIn("account 000000000000, region us-east-1", ran.stdout)
            self.assertIn("AWS::Cognito::UserPool: NamesPool, EmailsPool", ran.stdout)
            self.assertIn("Estimated cost:", ran.stdout)
            self.assertTrue(ran.stdout.endswith("Nothing was made.\n"), ran.stdout)
        self.assertEqual(stacks()[0], before)
        ran = run(*AT_MINISTACK, "--only", SHORT, typed="y\n")
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertEqual(len(stacks()[0]), len(before) + 1)
        self.expect_nothing_left()

    def test_a_run_that_cant_begin_makes_nothing(self):
        before = stacks()[0]
        for arguments in (["--only", "no such flow"], ["--profile", "no-such-profile"]):
            ran = run(*AT_MINISTACK, *arguments)
            self.assertEqual(ran.returncode, 2, ran.stdout + ran.stderr)
            self.assertNotIn("Traceback", ran.stderr)
        self.assertEqual(stacks()[0], before)

    def test_a_run_whose_tool_fails_deletes_everything(self):
        ran = run(*AT_MINISTACK, "--player", "/no/such/program")
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn("No such file or directory", ran.stdout)
        self.assertIn("Everything that was made is deleted.", ran.stdout)
        self.expect_nothing_left()

    def test_an_interrupted_run_deletes_everything(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen(
                command(*AT_MINISTACK, "--yes"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                env={**os.environ, **CREDENTIALS},
            )
            self.addCleanup(process.kill)
            limit = threading.Timer(120, process.kill)
            limit.start()
            line = process.stderr.readline()
            limit.cancel()
            self.assertNotEqual(line, "", "no flow has begun within 120 s")
            self.assertEqual(len(stacks()[1]), 1)
            process.send_signal(number)
            output, _ = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 1)
            self.assertIn("it was stopped before its end", output)
            self.assertIn("Everything that was made is deleted.", output)
            self.expect_nothing_left()


class StackTest(unittest.TestCase):
    def make(self, resources):
        """A stack with these resources, which the test deletes."""
        made = stack.Stack(SESSION, f"{PREFIX}-test", ENDPOINT)
        self.addCleanup(lambda: self.assertEqual(made.delete(), []))
        with mock.patch.object(stack, "template", lambda: {"Resources": resources}):
            return made, made.create()

    def test_the_codes_that_cognito_hands_over_are_decrypted(self):
        resources = template()["Resources"]
        names = ["Triggers", "TriggersRole", "Codes", "CodesKey"]
        made, server = self.make({name: resources[name] for name in names})
        codes = stack.QueuedCodes(made, server.resources)
        encrypter = EncryptionSDKClient(commitment_policy=CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT)
        for count, code in [(1, "111111"), (2, "222222")]:
            encrypted, _ = encrypter.encrypt(source=code, key_provider=codes.key, encryption_context={"userpool-id": "any"})
            event = {
                "triggerSource": "CustomEmailSender_SignUp", "userName": "ann", "response": {},
                "request": {"type": "customEmailSenderRequestV1", "code": base64.b64encode(encrypted).decode()},
            }
            invoked = made.client("lambda").invoke(FunctionName=server.resources["Triggers"], Payload=json.dumps(event))
            self.assertNotIn("FunctionError", invoked, invoked["Payload"].read())
            self.assertEqual(codes.newest("any", "ann", count, "confirmSignUp"), code)
        with mock.patch.object(stack, "SECONDS_FOR_A_CODE", 0):
            self.assertIsNone(codes.newest("any", "ben", 1, "confirmSignUp"))

    def test_a_stack_that_cant_be_made_is_deleted_and_the_reason_is_reported(self):
        with self.assertRaisesRegex(RuntimeError, "CREATE_FAILED.*Client"):
            self.make({"Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": "us-east-1_No"}}})

    def test_what_was_not_deleted_is_reported_with_the_command_that_deletes_it(self):
        made = stack.Stack(SESSION, f"{PREFIX}-test", ENDPOINT)
        made.is_asked_for = True
        refusal = ClientError({"Error": {"Code": "AccessDenied", "Message": "Not you."}}, "DeleteStack")
        with mock.patch.object(made, "cloudformation") as cloudformation:
            cloudformation.delete_stack.side_effect = refusal
            left = made.delete()
        remedy = f"aws cloudformation delete-stack --stack-name {PREFIX}-test --region us-east-1 --endpoint-url {ENDPOINT}"
        self.assertEqual(left, [f"AccessDenied: Not you.. Run: {remedy}"])


class FilesTest(unittest.TestCase):
    def test_cloudformation_can_read_the_template(self):
        linted = subprocess.run([os.environ["CFN_LINT"], str(TEMPLATE)], capture_output=True, text=True, timeout=120)
        self.assertEqual(linted.returncode, 0, linted.stdout + linted.stderr)

    def test_each_flow_has_a_client_of_the_template_and_steps_of_the_corpus(self):
        resources = template()["Resources"]
        for flow in all_flows():
            if "why" not in flow:
                self.assertEqual(resources[flow["client"]]["Type"], "AWS::Cognito::UserPoolClient")
                given = [value for _, step in steps_of(flow) for value in step.get("arguments", {}).values()]
                self.assertTrue(all(code in given for code in flow.get("codes", {})), flow["flow"])
        used = {flow["client"] for flow in all_flows() if "why" not in flow}
        self.assertEqual(used, {name for name in resources if name.endswith("Client")})

    def test_the_policy_has_every_service_of_the_template_and_of_the_flows(self):
        statements = json.loads((HERE / "policy.json").read_text())["Statement"]
        actions = {action for statement in statements for action in statement["Action"]}
        for kind in {resource["Type"].lower() for resource in template()["Resources"].values()}:
            _, service, thing = kind.split("::")
            if service == "cognito":
                service = "cognito-identity" if thing.startswith("identity") else "cognito-idp"
            verb = {"permission": "add", "identitypoolroleattachment": "set"}.get(thing, "create")
            self.assertTrue(any(action.lower().startswith(f"{service}:{verb}") for action in actions), kind)
        steps = {step for flow in all_flows() for step in flow.get("steps", []) if str(step).startswith("Admin")}
        self.assertLessEqual({f"cognito-idp:{step}" for step in steps}, actions)

    def test_the_table_has_each_flow_with_what_differs(self):
        rows = [("first", "same", 3, [], ["a remark"]), ("second", DIFFERS, 1, ["a difference"], [])]
        self.assertEqual(
            table(rows).split(),
            "flow result requests difference first same 3 (a remark) second differs 1 a difference"
            " 1 same, 1 differs; 4 requests".split(),
        )


if __name__ == "__main__":
    unittest.main()
