"""`sign` signs every file with the key that it is given, and makes the bundle. The key is made for the test."""

import contextlib
import io
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import pack_publication
from inspection import publication
from inspection.checks import read_zip

from . import repository
from .dist import PACKAGES

NAME = "tester@example.com"


class Sign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("gpg"):
            raise AssertionError("gpg is missing. Debian: apt-get install gnupg; macOS: brew install gnupg")
        # The path of gpg's socket must be short.
        cls.keys = tempfile.mkdtemp(prefix="k")
        cls.addClassCleanup(shutil.rmtree, cls.keys, ignore_errors=True)
        cls.environment = {**os.environ, "GNUPGHOME": cls.keys}
        cls.addClassCleanup(cls.run_quietly, "gpgconf", "--kill", "gpg-agent")
        made = cls.run_quietly(
            "gpg", "--batch", "--passphrase", "", "--quick-gen-key", NAME, "ed25519", "sign", "never"
        )
        if made.returncode:
            raise AssertionError(made.stderr)

    @classmethod
    def run_quietly(cls, *command):
        return subprocess.run(command, env=cls.environment, capture_output=True, text=True, check=False)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dist = Path(folder.name)
        with contextlib.redirect_stdout(io.StringIO()):
            repository.write(self.dist / "maven", "1.2.3")
            repository.complete(self.dist / "maven")
        repository.write_framework(self.dist)
        self.zip, self.bill = self.dist / publication.FRAMEWORK_ZIP, self.dist / publication.FRAMEWORK_BILL
        self.module = next(self.dist.glob("maven/**/cognito-auth-1.2.3.module"))

    def sign(self, key=NAME):
        return self.run_quietly(PACKAGES / "sign", key, self.dist)

    def verify(self, path):
        return self.run_quietly("gpg", "--verify", f"{path}.asc", path).returncode == 0

    def test_every_file_gets_a_signature_that_no_longer_verifies_once_the_file_has_changed(self):
        signed = self.sign()
        self.assertEqual(signed.returncode, 0, signed.stderr)
        artifact = (self.module.with_suffix(end) for end in (".module", ".aar", ".pom"))
        for path in (*artifact, self.zip, self.bill):
            self.assertTrue(self.verify(path), path.name)
        self.module.write_bytes(self.module.read_bytes() + b" ")
        self.assertFalse(self.verify(self.module))

    def test_the_bundle_has_the_files_of_the_repository_with_signatures_and_checksums(self):
        self.assertEqual(self.sign().returncode, 0)
        bundle = read_zip(self.dist / "maven-1.2.3.zip")
        place = f"{pack_publication.GROUP}/cognito-auth/1.2.3/cognito-auth-1.2.3"
        self.assertLessEqual({f"{place}.aar{end}" for end in ("", ".asc", ".md5", ".sha1")}, bundle.keys())
        self.assertEqual({name.partition("/cognito-auth")[0] for name in bundle}, {pack_publication.GROUP})

    def test_a_second_run_replaces_the_signatures(self):
        for _ in range(2):
            self.assertEqual(self.sign().returncode, 0)
        self.assertTrue(self.verify(self.module))

    def test_an_unknown_key_and_a_missing_file_are_refused(self):
        self.assertNotEqual(self.sign("other@example.com").returncode, 0)
        self.module.with_name("cognito-auth-1.2.3-sources.jar").unlink()
        refused = self.sign()
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("cognito-auth-1.2.3-sources.jar is missing", refused.stderr)
        self.assertEqual(list(self.dist.glob("*.zip")), [self.zip])

    def test_a_missing_file_of_the_xcframework_is_refused(self):
        for name in (publication.FRAMEWORK_ZIP, publication.FRAMEWORK_CHECKSUM, publication.FRAMEWORK_BILL):
            repository.write_framework(self.dist)
            (self.dist / name).unlink()
            refused = self.sign()
            self.assertNotEqual(refused.returncode, 0, name)
            self.assertIn(f"{name} is missing", refused.stderr)
        self.assertEqual(list(self.dist.rglob("*.asc")), [])


if __name__ == "__main__":
    unittest.main()
