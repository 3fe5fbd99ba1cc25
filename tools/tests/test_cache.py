"""Tests that checkouts that build at the same time share the target folder only if that is safe, and that only one of two
processes installs what both need."""

import contextlib
import os
import subprocess
import tempfile
import threading
import unittest
from collections.abc import Iterator
from pathlib import Path

from shell import TOOLS, run

FINGERPRINTS = (
    "debug/.fingerprint/cognito-auth-core-0123",
    "release/.fingerprint/constant-time-0123",
    "bindings/debug/.fingerprint/cognito-auth-ffi-0123",
    "fuzz/release/.fingerprint/cognito-auth-fuzz-0123",
    "fuzz/x86_64-unknown-linux-gnu/release/.fingerprint/cognito-auth-core-0123",
)
DEPENDENCY = "debug/.fingerprint/tokio-0123"
CRATE = "debug/deps/libcognito_auth_core-0123.rlib"


class CacheTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = Path(folder.name).resolve()
        self.cache = self.work / "cache"
        self.target = self.cache / "target"

    def checkout(self, name: str) -> Path:
        tools = self.work / name / "tools"
        tools.mkdir(parents=True)
        for script in ("cache.sh", "prune-cache"):
            (tools / script).write_text((TOOLS / script).read_text())
            (tools / script).chmod(0o755)
        return tools

    def folder_of(self, tools: Path, process: int) -> Path:
        """The target folder that a process of a checkout gets."""
        command = f"building_process={process}; . {tools}/cache.sh; echo $CARGO_TARGET_DIR"
        printed = run("bash", "-euo", "pipefail", "-c", command, COGNITO_AUTH_CACHE=str(self.cache), CARGO_TARGET_DIR="")
        self.assertEqual(printed.stderr, "")
        return Path(printed.stdout.strip())

    @contextlib.contextmanager
    def building(self) -> Iterator[int]:
        process = subprocess.Popen(["sleep", "600"])
        try:
            yield process.pid
        finally:
            process.kill()
            process.wait()

    def fill(self) -> None:
        for path in (*FINGERPRINTS, DEPENDENCY, CRATE):
            (self.target / path).parent.mkdir(parents=True, exist_ok=True)
            (self.target / path).write_bytes(b"")


class SharedTarget(CacheTest):
    def test_another_checkout_gets_a_folder_of_its_own_while_any_process_of_the_first_builds(self) -> None:
        first, second = self.checkout("first"), self.checkout("second")
        with self.building() as long:
            self.assertEqual(self.folder_of(first, long), self.target)
            with self.building() as short:
                self.assertEqual(self.folder_of(first, short), self.target)
                self.assertNotEqual(self.folder_of(second, os.getpid()), self.target)
            self.assertNotEqual(self.folder_of(second, os.getpid()), self.target)
            self.assertEqual(self.folder_of(first, long), self.target)
        self.assertEqual(self.folder_of(second, os.getpid()), self.target)
        self.assertNotEqual(self.folder_of(first, 1), self.target)

    def test_a_process_that_has_the_number_of_one_that_has_ended_does_not_count(self) -> None:
        first = self.checkout("first")
        self.target.mkdir(parents=True)
        (self.target / "user").write_text(f"/elsewhere\n{os.getpid()} Mon Jan 1 00:00:00 2001\n")
        self.assertEqual(self.folder_of(first, os.getpid()), self.target)

    def test_a_new_checkout_keeps_the_dependencies_alone(self) -> None:
        first, second = self.checkout("first"), self.checkout("second")
        with self.building() as process:
            self.folder_of(first, process)
            self.fill()
            self.folder_of(first, process)
            self.assertTrue(all((self.target / path).exists() for path in FINGERPRINTS))
        self.folder_of(second, os.getpid())
        self.assertEqual([path for path in FINGERPRINTS if (self.target / path).exists()], [])
        self.assertTrue((self.target / DEPENDENCY).exists())


class Prune(CacheTest):
    def prune(self, tools: Path, target: Path | None = None) -> None:
        variables = {"COGNITO_AUTH_CACHE": str(self.cache), "CARGO_TARGET_DIR": str(target or self.target)}
        pruned = run(tools / "prune-cache", PRUNE_ABOVE_MEGABYTES="1", **variables)
        self.assertEqual((pruned.returncode, pruned.stderr), (0, ""))

    def fill(self) -> None:
        super().fill()
        (self.target / CRATE).write_bytes(os.urandom(3_000_000))

    def test_a_folder_that_is_too_big_loses_our_crates_first(self) -> None:
        tools = self.checkout("first")
        self.folder_of(tools, os.getpid())
        self.fill()
        self.prune(tools)
        self.assertFalse((self.target / CRATE).exists())
        self.assertTrue((self.target / DEPENDENCY).exists())

    def test_a_folder_that_stays_too_big_is_emptied_and_its_user_stays(self) -> None:
        tools = self.checkout("first")
        self.folder_of(tools, os.getpid())
        self.fill()
        (self.target / "debug/libother.rlib").write_bytes(os.urandom(3_000_000))
        self.prune(tools)
        self.assertEqual([path.name for path in self.target.iterdir()], ["user"])

    def test_a_folder_in_which_another_checkout_builds_is_left_alone(self) -> None:
        first, second = self.checkout("first"), self.checkout("second")
        with self.building() as process:
            self.folder_of(first, process)
            self.fill()
            self.prune(second)
            self.assertTrue((self.target / CRATE).exists())
        self.prune(second)
        self.assertFalse((self.target / CRATE).exists())

    def test_a_folder_in_which_the_same_checkout_builds_is_left_alone_too(self) -> None:
        tools = self.checkout("first")
        with self.building() as process:
            self.folder_of(tools, process)
            self.folder_of(tools, os.getpid())
            self.fill()
            self.prune(tools)
            self.assertTrue((self.target / CRATE).exists())
        self.prune(tools)
        self.assertFalse((self.target / CRATE).exists())

    def test_a_checkout_prunes_no_other_checkouts_own_folder(self) -> None:
        first, second = self.checkout("first"), self.checkout("second")
        with self.building() as process:
            self.folder_of(first, process)
            own = self.folder_of(second, os.getpid())
            (own / "debug").mkdir(parents=True)
            big = own / "debug/libcognito_auth_core.rlib"
            big.write_bytes(os.urandom(3_000_000))
            self.prune(first)
            self.assertTrue(big.exists())
            self.prune(second)
            self.assertFalse(big.exists())

    def test_the_phones_folder_is_left_alone_while_something_is_built_in_it(self) -> None:
        tools = self.checkout("first")
        big = self.cache / "mobile-target/debug/libcognito_auth_ffi.a"
        big.parent.mkdir(parents=True)
        big.write_bytes(os.urandom(3_000_000))
        holds = f". {tools}/cache.sh; hold_lock {self.cache}/mobile-target.lock; echo held; exec sleep 600"
        environment = {**os.environ, "COGNITO_AUTH_CACHE": str(self.cache), "CARGO_TARGET_DIR": str(self.target)}
        with subprocess.Popen(["bash", "-c", holds], stdout=subprocess.PIPE, env=environment) as holder:
            limit = threading.Timer(60, holder.kill)
            limit.start()
            try:
                self.assertEqual(holder.stdout.readline(), b"held\n", "the lock was not taken within 60 s")
                self.prune(tools)
                self.assertTrue(big.exists())
            finally:
                limit.cancel()
                holder.kill()
        self.prune(tools)
        self.assertFalse(big.exists())


class Installation(CacheTest):
    def test_two_builds_install_python_packages_once(self) -> None:
        requirements = self.work / "requirements.txt"
        requirements.write_text("")
        made = self.work / "made"
        # A slow python3 that notes each environment that it makes.
        python = self.work / "bin/python3"
        python.parent.mkdir()
        python.write_text(
            f'#!/bin/sh\nif [ "$2" = venv ]; then\n  echo made >>{made}\n  mkdir -p "$3/bin"\n  sleep 0.5\n'
            '  printf "#!/bin/sh\\n" >"$3/bin/pip"\n  chmod +x "$3/bin/pip"\nelse\n  echo "$INTERPRETER"\nfi\n'
        )
        python.chmod(0o755)
        environment = {
            **os.environ, "COGNITO_AUTH_CACHE": str(self.cache), "CARGO_TARGET_DIR": str(self.target),
            "PATH": f"{python.parent}:{os.environ['PATH']}", "INTERPRETER": "3.11",
        }  # fmt: skip
        command = [TOOLS / "python-packages", "planted", requirements]
        both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        printed = {process.communicate(timeout=60)[0] for process in both}
        self.assertEqual([process.returncode for process in both], [0, 0])
        self.assertEqual((made.read_text(), len(printed)), ("made\n", 1))
        subprocess.run(command, env={**environment, "INTERPRETER": "3.12"}, check=True, capture_output=True)
        self.assertEqual(made.read_text(), "made\nmade\n")


if __name__ == "__main__":
    unittest.main()
