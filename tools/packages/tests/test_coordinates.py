"""Compiles and tests an app that takes the artifacts of `dist/maven` by their coordinates."""

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import coordinates
import pack_publication

from . import dist

REPOSITORY = dist.PACKAGES.parents[1]
EXAMPLE = REPOSITORY / "examples/android/src"
SAMPLE = REPOSITORY / "android/adapters/amplify-shim/src/test/kotlin/dev/cognitoauth/amplify/sample"
# A server that stands in for an app's API, and a session with tokens for it.
API = REPOSITORY / "android/src/test/kotlin/dev/cognitoauth/support/api"
PLAYED = [
    "OkHttp: 200",
    "Ktor: 200",
    "AWS: ASIAEXAMPLE",
    "AWS: aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProviderException: ",
    "The fake: NotAuthorizedException(NOT_AUTHORIZED)",
    "The fake: Done, [signIn, signIn]",
]


class AnApp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.app = coordinates.App(dist.DIST / "maven", dist.version(), Path(folder.name, "app"))
        cls.guides = cls.app.folder / "guides"
        pages = sorted((REPOSITORY / "docs/guides").glob("*.md"))
        subprocess.run([REPOSITORY / "android/guides", cls.guides, *pages], check=True)

    def run_to_end(self, command):
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)

    def test_the_poms_bring_every_artifact(self):
        brought = {path.name for path in self.app.artifacts("test")}
        # The classes of the artifact for JVMs are in the AAR too, so no app takes both. `test_host` plays the guide
        # with that artifact.
        for folder in set(pack_publication.artifacts(dist.DIST / "maven")) - {dist.for_jvms()}:
            name = f"{folder.parent.name}-{folder.name}"
            self.assertTrue({f"{name}.aar", f"{name}.jar"} & brought, name)

    def test_the_example_and_the_guides_compile_with_the_oldest_kotlin_and_the_tests_with_the_fake_pass(self):
        for_tests = sorted(self.guides.glob("*-testing/*.kt"))
        sources = [
            *sorted((EXAMPLE / "main/kotlin").rglob("*.kt")),
            *(SAMPLE / name for name in ("CallbackApp.kt", "CoroutineApp.kt")),
            *sorted(set(self.guides.rglob("*.kt")) - set(for_tests)),
        ]
        classes = self.app.kotlin("classes", sources, self.app.class_path("compile"))
        class_path = [classes, *self.app.class_path("test")]
        sources = [*sorted((EXAMPLE / "test/kotlin").rglob("*.kt")), *for_tests]
        tests = self.app.kotlin("test-classes", sources, class_path)
        command = coordinates.tests(tests, class_path, "--exclude-tag", "native-library")
        run = self.run_to_end(command)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        (successful,) = re.findall(r"^\[ +(\d+) tests successful +\]$", run.stdout, re.M)
        self.assertGreater(int(successful), 1)

    def test_the_optional_artifacts_work(self):
        sources = [coordinates.APP.with_name("Adapters.kt"), *sorted(API.glob("*.kt"))]
        classes = self.app.kotlin("adapters", sources, self.app.class_path("test"))
        command = ["java", "-cp", ":".join(map(str, [classes, *self.app.class_path("test")])), "AdaptersKt"]
        played = self.run_to_end(command)
        self.assertEqual(played.returncode, 0, played.stdout + played.stderr)
        lines = played.stdout.splitlines()
        self.assertEqual(len(lines), len(PLAYED), lines)
        for line, start in zip(lines, PLAYED):
            self.assertTrue(line.startswith(start), line)
