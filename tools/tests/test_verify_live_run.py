"""Tests that tools/verify-live/run builds the local pool only if the flows are played against it. The programs that it calls
are made up."""

import os
import tempfile
import unittest
from pathlib import Path

from shell import TOOLS, run


class VerifyLive(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkout = Path(folder.name).resolve()
        for script in ("tools/cache.sh", "tools/verify-live/run"):
            self.script(script, (TOOLS.parent / script).read_text())
        self.script("bin/cargo", "#!/bin/sh\n")
        self.script("bin/python", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
        self.script("tools/python-packages", f"#!/bin/sh\necho {self.checkout}\n")
        self.script("local-pool/build", "#!/bin/sh\necho built >&2\n")

    def script(self, name: str, text: str) -> None:
        file = self.checkout / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def builds(self, *options: str) -> bool:
        """Whether a run with these options builds the pool and passes it on."""
        variables = {
            "COGNITO_AUTH_CACHE": str(self.checkout / "cache"), "CARGO_TARGET_DIR": "/target",
            "PATH": f"{self.checkout / 'bin'}:{os.environ['PATH']}",
        }  # fmt: skip
        ran = run(self.checkout / "tools/verify-live/run", *options, **variables)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        given = ran.stdout.splitlines()
        self.assertEqual(given[-len(options) :], list(options))
        self.assertEqual("--local-pool" in given, "built" in ran.stderr)
        return "built" in ran.stderr

    def test_the_pool_is_built_for_both_forms_of_the_option(self) -> None:
        self.assertTrue(self.builds("--against", "local-pool", "--yes"))
        self.assertTrue(self.builds("--yes", "--against=local-pool"))

    def test_the_pool_is_not_built_without_the_option(self) -> None:
        self.assertFalse(self.builds("--only", "local-pool"))
        self.assertFalse(self.builds("--against", "aws", "--only", "local-pool"))


if __name__ == "__main__":
    unittest.main()
