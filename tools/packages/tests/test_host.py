"""Runs the unchanged x86_64 library of the AAR on this machine, against a local pool."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

import coordinates
import minify
from inspection import android
from inspection.checks import read_zip

from . import dist
from .local_pool_process import Running

PACKAGES = Path(__file__).resolve().parents[1]
PLAY = PACKAGES / "host/Play.java"
GUIDE = ["SignUp", "ConfirmSignUp", "InitiateAuth", "RespondToAuthChallenge"]


class OnThisMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        prepared = subprocess.run(
            [PACKAGES / "host/prepare", cls.folder], check=True, stdout=subprocess.PIPE, text=True
        )
        (cls.folder / android.LIBRARY).write_bytes(read_zip(dist.aar())[android.LIBRARIES["x86_64"]])
        cls.endpoint = cls.enterClassContext(Running([prepared.stdout.strip(), "--port", "0"])).url

    def setUp(self):
        reset = urllib.request.Request(f"{self.endpoint}/_pool/reset", method="POST")
        urllib.request.urlopen(reset, timeout=60).close()

    def requests(self):
        with urllib.request.urlopen(f"{self.endpoint}/_pool/requests", timeout=60) as answer:
            return [(request["operation"], request["errorType"]) for request in json.load(answer)]

    def run_preloaded(self, command, stand_ins=("libc.so", "libdl.so", "libm.so", "liblog.so")):
        environment = {**os.environ, "LD_PRELOAD": " ".join(str(self.folder / name) for name in stand_ins)}
        return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=300)

    def play(self, **stand_ins):
        return self.run_preloaded([sys.executable, PACKAGES / "host/play.py", self.folder, self.endpoint], **stand_ins)

    def test_the_library_of_the_aar_runs_the_guide(self):
        played = self.play()
        self.assertEqual(played.returncode, 0, played.stderr)
        lines = played.stdout.splitlines()
        self.assertRegex(lines[0], r"^Delivery details \S+@\S+")
        self.assertEqual(
            lines[1:],
            [
                "Confirm signUp succeeded",
                "Sign in succeeded",
                "Signed in as jane",
                "The session is stored",
                "A wrong password is refused: NOT_AUTHORIZED",
                "A panic becomes an error",
            ],
        )
        self.assertEqual(
            self.requests(),
            [
                ("SignUp", None),
                ("ConfirmSignUp", None),
                ("InitiateAuth", None),
                ("RespondToAuthChallenge", None),
                ("InitiateAuth", None),
                ("RespondToAuthChallenge", "NotAuthorizedException"),
            ],
        )

    def play_java(self, class_path, *options):
        command = ["java", "-cp", ":".join(map(str, class_path)), f"-Djna.library.path={self.folder}", *options]
        return self.run_preloaded([*command, self.endpoint])

    def assert_guide_was_played(self, played):
        self.assertEqual(played.returncode, 0, played.stderr)
        self.assertEqual(
            played.stdout.splitlines(),
            [
                "Confirm signUp succeeded",
                "Sign in succeeded",
                "Saved and read: Done",
                "A second sign-in is refused: InvalidStateException(ALREADY_SIGNED_IN)",
            ],
        )
        self.assertEqual([operation for operation, _ in self.requests()], GUIDE)

    def test_the_classes_and_the_library_of_the_aar_run_the_guide_together(self):
        classes = self.folder / "classes.jar"
        classes.write_bytes(read_zip(dist.aar())["classes.jar"])
        self.assert_guide_was_played(self.play_java([classes, *minify.class_path(minify.LIBRARY_POM)], PLAY))

    def test_an_app_that_takes_the_artifacts_by_their_coordinates_runs_the_guide(self):
        app = coordinates.App(dist.DIST / "maven", dist.version(), self.folder / "app")
        jars = app.class_path("runtime")
        classes = app.java("play", [PLAY], jars)
        self.assert_guide_was_played(self.play_java([coordinates.jna(), classes, *jars], "Play"))

    def play_on_a_jvm(self, jars, *options):
        """Plays the guide as a program on a JVM, with these jars and what a build adds to them. Nothing says where the
        native library is."""
        class_path = ":".join(map(str, [*jars, *minify.shipped_with(jars[0])]))
        command = ["java", *options, "-cp", class_path, PLAY, self.endpoint]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)

    def test_a_program_on_a_jvm_runs_the_guide_with_our_jars_alone(self):
        (pom,) = dist.for_jvms().glob("*.pom")
        natives = pom.with_name(f"{pom.stem}-natives-linux-x86-64.jar")
        loaded = self.folder / "loaded.txt"
        played = self.play_on_a_jvm([pom.with_suffix(".jar"), natives], f"-Xlog:class+load:file={loaded}")
        self.assert_guide_was_played(played)
        names = re.findall(r"\] +(\S+) source:", loaded.read_text())
        ours = {name for name in names if name.startswith("dev.cognitoauth.")}
        self.assertIn("dev.cognitoauth.ffi.AuthBridge", ours)
        self.assertEqual([name for name in names if name.startswith(("android.", "androidx."))], [])

    def test_without_the_jar_of_natives_a_program_on_a_jvm_fails_with_the_librarys_name(self):
        (pom,) = dist.for_jvms().glob("*.pom")
        played = self.play_on_a_jvm([pom.with_suffix(".jar")])
        self.assertNotEqual(played.returncode, 0)
        self.assertIn("cognito_auth_ffi", played.stdout + played.stderr)

    def test_the_guide_runs_after_r8(self):
        parts = [dist.aar(), *minify.shipped_with(dist.aar())]
        jars, rules = minify.unpack(parts, self.folder)
        class_path = ":".join(map(str, jars))
        subprocess.run(["javac", "-d", self.folder / "play", "-cp", class_path, PLAY], check=True)
        kept = self.folder / "play.txt"
        kept.write_text("-keep class Play { public static void main(java.lang.String[]); }")
        minified = self.folder / "minified.jar"
        minify.r8(minified, [*(self.folder / "play").glob("*.class"), *jars], [kept, *rules], "--classfile")

        self.assert_guide_was_played(self.play_java([minified], f"-Djna.boot.library.path={self.dispatch()}", "Play"))
        before = {name for jar in jars for name in read_zip(jar) if name.endswith(".class")}
        after = read_zip(minified).keys()
        self.assertLess(len(after), len(before) / 4)
        self.assertNotIn("dev/cognitoauth/ffi/AuthBridge.class", after)
        self.assertEqual(self.named_by_jna(parts) - after, set())

    def dispatch(self):
        """Unpacks JNA's native library for this machine, and returns its folder. If JNA's whole jar were on the class
        path, Java would find there the classes that R8 removed, and the test could not fail."""
        (jna,) = (path for path in minify.class_path(minify.LIBRARY_POM) if path.name.startswith("jna-"))
        library = self.folder / "libjnidispatch.so"
        library.write_bytes(read_zip(jna)["com/sun/jna/linux-x86-64/libjnidispatch.so"])
        return self.folder

    @staticmethod
    def named_by_jna(parts):
        """The class files whose names are in JNA's native library for phones. That library looks these classes up by
        name. JNA's library for this machine may look up fewer."""
        (jna,) = (path for path in parts if path.name.startswith("jna-"))
        library = read_zip(jna)["jni/arm64-v8a/libjnidispatch.so"]
        return {f"{name.decode()}.class" for name in re.findall(rb"com/sun/jna/[\w$/]+", library)}

    def test_the_library_of_the_aar_does_not_load_without_androids_libraries(self):
        played = self.play(stand_ins=())
        self.assertNotEqual(played.returncode, 0)
        self.assertRegex(played.stderr, r"OSError: lib(c|dl|m)\.so")


if __name__ == "__main__":
    unittest.main()
