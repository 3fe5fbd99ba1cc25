"""The AWS CLI, by the examples of its own documentation."""

import base64
import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import awscli.clidriver
import cli_settings  # registers scenes
import cli_users  # registers scenes
from cli_examples import examples, missing
from cli_stage import SCENES, Stage
from pool import Pool
from shapes import faults_in

EXAMPLES = examples()

# The examples that fail, why, and what the CLI says then.
FAIL = {
    "admin-set-user-settings": ("Cognito no longer supports the operation", "UnsupportedOperationException"),
    "set-user-settings": ("Cognito no longer supports the operation", "UnsupportedOperationException"),
    "update-auth-event-feedback": (
        "the pool sends no message with a feedback token", "UnsupportedOperationException"),
    "update-user-pool": (
        "the pool sends codes, and no links", "DefaultEmailOption is not supported by the local pool"),
    "create-identity-provider 2": ("the file's path is a Windows path", "Unable to load paramfile"),
    "forget-device": ("the text lacks --access-token", "Missing required parameter AccessToken"),
    "respond-to-auth-challenge 2": ("the text lacks backslashes", "arguments are required: --challenge-name"),
    "update-identity-provider": (
        "the example's JSON file has members that only a response has", 'Unknown parameter in input: "CreationDate"'),
}
NO_METADATA = "the pool asks no SAML provider for its metadata, and decrypts no assertion"
SAML = {
    f"the output.IdentityProvider.ProviderDetails.{name}": NO_METADATA
    for name in ("ActiveEncryptionCertificate", "SLORedirectBindingURI", "SSORedirectBindingURI")
}
# What the output of an example shows and the pool's does not have, and why.
LACK = {
    "admin-list-user-auth-events": {
        "the output.AuthEvents[].EventContextData": "the pool does not know where a request comes from",
        "the output.AuthEvents[].EventRisk.RiskLevel": "the pool assesses no risk",
    },
    "create-identity-provider 1": {
        **SAML,
        "the output.IdentityProvider.AttributeMapping.emailaddress": "the text has the mapping the wrong way round",
        "the output.IdentityProvider.AttributeMapping.phone": "the text has the mapping the wrong way round",
    },
    "get-identity-provider-by-identifier": SAML,
    "describe-user-pool-domain": {
        "the output.DomainDescription.CustomDomainConfig": "Cognito's model allows no empty one",
        "the output.DomainDescription.S3Bucket": "the pool's pages are in no bucket",
        "the output.DomainDescription.Version": "the pool's pages have no version",
    },
    "list-users 1": {"the output.PaginationToken": "with --max-items, the CLI calls it NextToken"},
    "list-users 2": {"the output is no list, or an empty one": "the text lacks a backslash before --query"},
}
# The examples whose shown output is not valid JSON, so that nothing is compared.
NO_JSON = {"describe-identity-provider"}


def environment(pool):
    return {
        "AWS_ENDPOINT_URL": pool.url, "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "us-west-2", "AWS_CONFIG_FILE": "config", "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_MAX_ATTEMPTS": "1", "AWS_EC2_METADATA_DISABLED": "true",
    }


class CliTest(unittest.TestCase):
    served = []  # the operations that the CLI called
    faults = []  # what is wrong with the responses

    @classmethod
    def setUpClass(cls):
        cls.pool = Pool("--skip-unmapped-triggers")
        cls.addClassCleanup(cls.pool.stop)
        cls.enterClassContext(mock.patch.dict(os.environ, environment(cls.pool)))
        cls.enterClassContext(contextlib.chdir(cls.enterClassContext(tempfile.TemporaryDirectory())))
        # Version 1 of the CLI would get the document behind an address, such as that of --default-redirect-uri.
        pathlib.Path("config").write_text("[default]\ncli_follow_urlparam = false\n")
        cls.driver = awscli.clidriver.create_clidriver()
        cls.driver.session.register("after-call", cls.check)

    def setUp(self):
        self.pool.control("POST", "reset", {})
        self.served.clear()
        self.faults.clear()

    def aws(self, words):
        """Runs the CLI in this process. Returns its exit code, its output and its error text."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = self.driver.main(words)
            except SystemExit as ended:
                code = ended.code
        return code, out.getvalue(), err.getvalue()

    @classmethod
    def check(cls, http_response, model, **_):
        """Compares each response with botocore's description of the operation."""
        cls.served.append(model.name)
        if http_response.status_code == 200:
            cls.faults += faults_in(model.output_shape, json.loads(http_response.content), model.name)


class Examples(CliTest):
    def play(self, example):
        """Prepares and runs an example."""
        stage = Stage(self.pool, example)
        stands_for = SCENES[example.command](stage) or {}
        for name, text in example.files.items():
            pathlib.Path(name).write_text(replaced(text, stands_for))
        return self.aws(with_image([replaced(word, stands_for) for word in example.words]))

    def lacking(self, example, output):
        if example.output is None:
            return set()
        return set(missing(example.output, json.loads(output) if output.strip() else {}))


def replaced(text, stands_for):
    for shown, real in stands_for.items():
        text = text.replace(shown, real)
    return text


def with_image(words):
    """The examples give an image as version 2 of the CLI takes it, in base64. Version 1 takes a file."""
    if "--image-file" not in words:
        return words
    at = words.index("--image-file") + 1
    pathlib.Path("image.png").write_bytes(base64.b64decode(words[at]))
    return [*words[:at], "fileb://image.png", *words[at + 1:]]


def played(example):
    def test(self):
        if example.name in FAIL:
            reason, said = FAIL[example.name]
            code, _, err = self.play(example)
            self.assertNotEqual(code, 0, f"it passes now, but is listed: {reason}")
            self.assertRegex(err, said)
            return
        code, output, err = self.play(example)
        self.assertEqual(code, 0, err)
        self.assertEqual((len(self.served), self.faults), (1, []))
        self.assertEqual(self.lacking(example, output), set(LACK.get(example.name, {})))

    return test


for name, example in EXAMPLES.items():
    setattr(Examples, f"test_{re.sub(r'[^a-z0-9]+', '_', name)}", played(example))


class TheTables(unittest.TestCase):
    def test_every_example_has_a_scene_and_every_scene_an_example(self):
        self.assertEqual({example.command for example in EXAMPLES.values()}, SCENES.keys())

    def test_the_tables_name_examples(self):
        self.assertEqual((FAIL.keys() | LACK.keys()) - EXAMPLES.keys(), set())
        self.assertGreater(len(EXAMPLES), 110)
        self.assertEqual({name for name, example in EXAMPLES.items() if not example.is_json}, NO_JSON)

    def test_a_member_that_gets_lost_is_found(self):
        shown = {"User": {"Name": "ada", "Groups": [{"Id": 1, "Of": "a"}, {"Id": 2, "At": 3}]}}
        self.assertEqual(list(missing(shown, {"User": {"Name": "", "Groups": [{"Id": 9, "Of": "", "At": 0}]}})), [])
        self.assertEqual(
            list(missing(shown, {"User": {"Groups": [{"Id": 9, "Of": ""}]}})),
            ["the output.User.Name", "the output.User.Groups[].At"],
        )


class Process(CliTest):
    def test_the_program_reaches_the_pool(self):
        aws = pathlib.Path(sys.executable).with_name("aws")
        run = subprocess.run(
            [aws, "cognito-idp", "list-user-pools", "--max-results", "3", "--query", "UserPools[].Id", "--output", "text"],
            capture_output=True, text=True, check=True, timeout=120,
        )
        self.assertEqual(run.stdout.split(), ["local_LocalPool"])


if __name__ == "__main__":
    unittest.main()
