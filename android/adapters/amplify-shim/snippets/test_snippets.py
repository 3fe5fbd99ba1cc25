"""Tests of the harness, with a fake compiler."""

import sys
import tempfile
import unittest
from pathlib import Path

import compilers
import count
import wrapping

# Reports the `worse` files. If there are none, it reports the `bad` files. Its paths can be relative.
COMPILER = """
import os, sys
for word in ("worse", "bad"):
    wrong = [path for path in sys.argv[1:] if word in open(path).read()]
    for path in wrong:
        print(f"{os.path.relpath(path)}:3:7: error: {word}\\n    code\\n    ^")
    if wrong:
        sys.exit(1)
"""
NAMES = wrapping.with_shim(["Amplify"])


class CompilersTest(unittest.TestCase):
    def failures(self, contents, compiler=COMPILER):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, text in contents.items():
                files.append(Path(folder, name))
                files[-1].write_text(text)
            command = [sys.executable, "-c", compiler]
            return {path.name: error for path, error in compilers.failures(command, files).items()}

    def test_every_file_with_an_error_is_found_and_the_others_compile(self):
        contents = {"K1.kt": "good", "K2.kt": "bad", "K3.kt": "worse", "J1.java": "bad"}
        self.assertEqual(self.failures(contents), {"K2.kt": "bad", "K3.kt": "worse", "J1.java": "bad"})

    def test_a_compiler_that_fails_without_naming_a_file_ends_the_run(self):
        with self.assertRaises(SystemExit):
            self.failures({"K1.kt": "good"}, "raise SystemExit(1)")


class WrappingTest(unittest.TestCase):
    def test_statements_are_put_into_a_function_and_members_are_not(self):
        self.assertIn("suspend fun snippet() {\nf()\n}", wrapping.kotlin("K1", "f()\n", NAMES.callbacks))
        self.assertNotIn("snippet()", wrapping.kotlin("K1", "// A call.\nsuspend fun f() {}\n", NAMES.callbacks))
        self.assertNotIn("snippet()", wrapping.java("J1", "private void f() {}\n", NAMES.java))

    def test_the_imports_of_amplify_are_replaced_and_others_stay(self):
        text = "import android.app.Application\nimport com.amplifyframework.core.Amplify\nf()\n"
        source = wrapping.kotlin("K1", text, NAMES.coroutines)
        self.assertIn("import android.app.Application\n", source)
        self.assertIn("import dev.cognitoauth.amplify.kotlin.Amplify\n", source)
        self.assertNotIn("com.amplifyframework", source)


class OutcomesTest(unittest.TestCase):
    OUTCOMES = {"kotlin": ["K1", "K2"], "java": ["J1"], "differences": {"K2": "a build script"}}

    def test_the_expected_outcome_passes(self):
        count.compare({}, {"K1", "J1"}, self.OUTCOMES)
        count.compare({"K2": "no"}, {"K1", "K2", "J1"}, self.OUTCOMES)

    def test_each_unexpected_outcome_is_refused(self):
        others = {
            "K1: does not compile": ({"K1": "no"}, {"K1", "J1"}),
            "J1: there is no snippet": ({}, {"K1"}),
            "K3: is unknown": ({}, {"K1", "J1", "K3"}),
            "K2: compiles, but is a difference": ({}, {"K1", "K2", "J1"}),
        }
        for line, (failed, covered) in others.items():
            with self.assertRaises(SystemExit) as refusal:
                count.compare(failed, covered, self.OUTCOMES)
            self.assertIn(line, str(refusal.exception))


if __name__ == "__main__":
    unittest.main()
