"""Paths of the build machine are found, wherever the checkout is, and unreadable files too. The test needs no build."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from inspection import android, checks

from .dist import PACKAGES

FIND = "import sys; from inspection import checks; print(checks.build_paths(sys.stdin.buffer.read()))"


class BuildPaths(unittest.TestCase):
    def test_the_usual_folders_are_found(self):
        for path in (b"/root/.cargo/registry", b"/home/someone/source", b"/Users/someone/source", b"/tmp/build"):
            self.assertEqual(checks.build_paths(b"\0before " + path + b"\0after"), [path.decode()])
        self.assertEqual(checks.build_paths(b"/cognito-auth/core/src/lib.rs /registry/tokio /rust/library/std"), [])

    def test_the_checkout_itself_is_found(self):
        # A folder that is none of the usual ones.
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
            packages = Path(folder, "tools/packages")
            packages.mkdir(parents=True)
            shutil.copytree(PACKAGES / "inspection", packages / "inspection")
            path = f"{Path(folder).resolve()}/core/src/lib.rs"
            found = subprocess.run(
                [sys.executable, "-B", "-c", FIND], cwd=packages, input=path.encode(), capture_output=True, check=True
            )
        self.assertEqual(found.stdout.decode().strip(), str([path]))


class UnreadableFiles(unittest.TestCase):
    def test_a_truncated_library_and_a_broken_manifest_or_zip_are_findings(self):
        files = {path: b"\x7fELF\x02\x01" for path in android.LIBRARIES.values()}
        files |= {"AndroidManifest.xml": b"<manifest", "classes.jar": b"not a zip"}
        for name in ("machine", "manifest", "classes_hold_no_test_code"):
            with self.subTest(name):
                (found,) = android.check.problems(name, files)
                self.assertTrue(found.startswith("can't be read: "), found)


if __name__ == "__main__":
    unittest.main()
