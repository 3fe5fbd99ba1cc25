"""The local pool's program for this machine: it is static, and every way to install it works without a network."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from inspection.elf import Elf
from local_pool import pack
from local_pool.platforms import PROGRAM, of_target

from .dist import DIST, PACKAGES
from .local_pool_process import OPTIONS, Running

HERE = of_target("x86_64-unknown-linux-musl")
REPOSITORY = PACKAGES.parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OPTIONS}


def run(*command, **options):
    """Runs a command that must succeed. Returns its output."""
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, **options)
    if done.returncode:
        raise AssertionError(f"{command} failed: {done.stderr}{done.stdout}")
    return done.stdout


class InstalledTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.work = Path(folder.name)
        built, packed = DIST / "local-pool" / HERE.name, cls.work / "packed"
        shutil.copytree(built, packed / HERE.name)
        cls.about = pack.about()
        cls.packages = pack.pack(packed, cls.about)
        cls.program = packed / HERE.name / PROGRAM

    def packaged(self, suffix):
        return [path for path in self.packages if path.name.endswith(suffix)]

    def check(self, command):
        """The program says its version, serves, ends with success at SIGTERM, and passes on the code of an error."""
        self.assertEqual(run(*command, "--version").strip(), f"{PROGRAM} {self.about['version']}")
        with Running([*command, "--port", "0"], env=ENVIRONMENT) as pool:
            self.assertEqual(pool.health()["version"], self.about["version"])
            self.assertIn("RefreshToken", pool.sign_up_and_in())
            self.assertEqual(pool.terminate(), 0)
            with self.assertRaises(OSError, msg="nothing serves after the end"):
                pool.health()
        wrong = [*map(str, command), "--no-such-option"]
        wrong = subprocess.run(wrong, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("--no-such-option", wrong.stderr)

    def test_the_program_is_static(self):
        # It has nothing for a dynamic loader: neither libraries to find, nor relocations, nor the loader's name.
        with self.assertRaisesRegex(ValueError, "no dynamic section"):
            Elf(self.program.read_bytes())
        Elf(Path("/bin/sh").resolve().read_bytes())  # other programs have that section

    def test_the_program_has_no_path_of_this_machine(self):
        data = self.program.read_bytes()
        for path in (str(REPOSITORY), str(Path.home() / ".cargo")):
            self.assertNotIn(path.encode(), data)

    def test_npm_installs_it_and_starts_it(self):
        place = self.work / "npm"
        place.mkdir()
        (place / "package.json").write_text("{}")
        options = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", f"--cache={self.work}/npm-cache"]
        run("npm", "install", *options, *self.packaged(".tgz"), cwd=place)
        self.check([place / "node_modules/.bin" / PROGRAM])
        self.assertEqual(run("npm", "exec", "--offline", "--", PROGRAM, "--version", cwd=place).split()[0], PROGRAM)

    def unpacked_for_npm(self, place):
        """Unpacks the packages for npm as npm does. Returns the script that starts the program."""
        modules = self.work / place / "node_modules"
        for path in self.packaged(".tgz"):
            name = "cognito-local-pool" if path.name.startswith(PROGRAM) else f"@cognitoauth/local-pool-{HERE.name}"
            (modules / name).mkdir(parents=True)
            run("tar", "-xzf", path, "-C", modules / name, "--strip-components=1")
        return modules / "cognito-local-pool/cognito-local-pool.js"

    def test_the_program_for_npm_ends_at_sigterm_even_if_its_parent_blocks_that_signal(self):
        # The thread of a Swift task blocks it, and a process inherits the blocked signals.
        command = ["node", self.unpacked_for_npm("npm-blocked"), "--port", "0"]
        blocked = {signal.SIGTERM}
        options = {"preexec_fn": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, blocked)}
        with Running(command, env=ENVIRONMENT, **options) as pool:
            self.assertEqual(pool.terminate(), 0)
            with self.assertRaises(OSError, msg="the program that the script has started ended too"):
                pool.health()

    def test_the_program_for_npm_ends_at_a_sigterm_that_comes_while_it_starts(self):
        early = self.work / "early.js"
        early.write_text(
            "const processes = require('node:child_process'), { spawn } = processes;\n"
            "processes.spawn = (...given) => [spawn(...given), process.kill(process.pid, 'SIGTERM')][0];\n"
        )
        command = ["node", "--require", early, self.unpacked_for_npm("npm-early"), "--port", "0"]
        ended = subprocess.Popen(map(str, command), stdout=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True)
        code = ended.wait(timeout=60)
        with self.assertRaises(ProcessLookupError, msg="the program that the script has started ended too"):
            os.killpg(ended.pid, signal.SIGKILL)
        # The program ends by itself, or the signal ends it before it is ready for signals.
        self.assertIn(code, (0, 128 + signal.SIGTERM))

    def test_the_program_for_npm_says_which_package_is_missing(self):
        place = self.work / "npm-alone"
        place.mkdir()
        (main,) = [path for path in self.packaged(".tgz") if path.name.startswith(PROGRAM)]
        run("tar", "-xzf", main, "-C", place)
        command = ["node", str(place / "package/cognito-local-pool.js")]
        alone = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(alone.returncode, 1)
        self.assertIn("the package @cognitoauth/local-pool-linux-x64 is missing", alone.stderr)

    def test_pip_installs_it_and_starts_it(self):
        place = self.work / "python"
        run(sys.executable, "-m", "venv", place)
        pip = [place / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"]
        run(*pip, *self.packaged(".whl"))
        self.check([place / "bin" / PROGRAM])
        self.check([place / "bin/python", "-m", "cognito_local_pool"])
        target = self.work / "python-target"
        run(*pip, "--target", target, *self.packaged(".whl"))
        found = {**ENVIRONMENT, "PYTHONPATH": str(target)}
        command = [sys.executable, "-c", "import cognito_local_pool; print(cognito_local_pool.program())"]
        said = subprocess.run(command, env=found, capture_output=True, text=True, check=True).stdout.strip()
        self.assertEqual(said, str(target / "bin" / PROGRAM))

    def test_cargo_installs_it_from_its_folder(self):
        place = self.work / "cargo"
        # The target folder of this checkout has the dependencies already.
        install = ["cargo", "install", "--locked", "--offline", "--quiet", "--no-track", "--root", place]
        run(*install, "--path", REPOSITORY / "local-pool", cwd=self.work)
        self.check([place / "bin" / PROGRAM])

    def test_the_crate_has_all_that_it_needs_and_nothing_else(self):
        listed = run("cargo", "package", "--list", "--allow-dirty", "-p", PROGRAM, cwd=REPOSITORY).split()
        beside = {"Cargo.toml", "Cargo.toml.orig", "Cargo.lock", "README.md", "LICENSE", ".cargo_vcs_info.json"}
        others = [name for name in listed if name not in beside]
        source = REPOSITORY / "local-pool"
        expected = [str(path.relative_to(source)) for path in (source / "src").rglob("*") if path.is_file()]
        self.assertEqual(sorted(others), sorted(expected))
        self.assertEqual(beside - set(listed) - {".cargo_vcs_info.json"}, set())


if __name__ == "__main__":
    unittest.main()
