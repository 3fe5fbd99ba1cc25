"""The Dockerfile of the local pool. The test does what the Dockerfile says, in an empty folder and without Docker."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from local_pool import pack
from local_pool.platforms import of_target

from .dist import DIST, PACKAGES
from .local_pool_process import Running

HERE = of_target("x86_64-unknown-linux-musl")
BUILDKIT = {"TARGETARCH": "amd64"}
DOCKERFILE = PACKAGES.parents[1] / "local-pool/Dockerfile"


class Image:
    """What a Dockerfile says. Knows only the instructions that ours has."""

    def __init__(self, text):
        joined = re.sub(r"\\\n", "", text)
        lines = [line.split(None, 1) for line in joined.splitlines() if line.strip() and not line.startswith("#")]
        self.instructions = [(name, rest.strip()) for name, rest in lines]
        # BuildKit sets the arguments without a value.
        self.argument = {name: BUILDKIT[name] for name in self.all("ARG")}

    def all(self, name):
        return [rest for instruction, rest in self.instructions if instruction == name]

    def one(self, name):
        (rest,) = self.all(name)
        return rest

    @property
    def environment(self):
        return dict(pair.split("=", 1) for line in self.all("ENV") for pair in line.split())

    @property
    def entry_point(self):
        return json.loads(self.one("ENTRYPOINT"))

    @property
    def health_check(self):
        return json.loads(re.sub(r"^.*?CMD ", "", self.one("HEALTHCHECK")))

    def fill(self, context, root):
        """Copies the image's files into `root`. `context` is the folder of the build."""
        for line in self.all("COPY"):
            words = [word for word in line.split() if not word.startswith("--")]
            owner = re.search(r"--chown=(\d+):(\d+)", line)
            *sources, target = words
            for source in sources:
                for name, value in self.argument.items():
                    source = source.replace(f"${{{name}}}", value)
                place, to = context / source, root / target.lstrip("/")
                if place.is_dir():
                    shutil.copytree(place, to, dirs_exist_ok=True)
                    if owner:
                        os.chown(to, int(owner[1]), int(owner[2]))
                else:
                    shutil.copy(place, to / place.name if target.endswith("/") else to)


class ImageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        work = Path(folder.name)
        shutil.copytree(DIST / "local-pool" / HERE.name, work / "built" / HERE.name)
        pack.pack(work / "built", pack.about())
        context = work / "built/image"
        self.image = Image((context / "Dockerfile").read_text())
        self.root = work / "root"
        self.root.mkdir()
        os.chmod(work, 0o755)
        self.image.fill(context, self.root)

    def inside(self, *command):
        """The command in the image: with its user, its environment and its files, and nothing else."""
        environment = [f"{name}={value}" for name, value in self.image.environment.items()]
        return ["chroot", f"--userspec={self.image.one('USER')}", "--groups=", str(self.root), *command], environment

    def in_network(self, *arguments):
        """Starts the image's program in a network of its own, so that its port and 0.0.0.0 are its own too."""
        command, environment = self.inside(*self.image.entry_point, *arguments)
        script = 'ip link set lo up && exec env -i "$@"'
        # `env` would look for chroot in the empty PATH.
        command[0] = shutil.which("chroot")
        unshare = ["unshare", "--net", "--", "sh", "-c", script, "sh", *environment, *command]
        return Running(unshare)

    def test_the_image_is_the_program_alone(self):
        self.assertEqual(self.image.one("FROM"), "scratch")
        files = sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*"))
        self.assertEqual(files, ["cognito-local-pool", "data", "licences.txt"])
        self.assertNotIn(self.image.one("USER").split(":")[0], ("0", "root", ""))
        self.assertEqual(self.image.one("EXPOSE"), self.image.environment["PORT"])

    def check_health(self, pool, expected):
        command, environment = self.inside(*self.image.health_check)
        command[0] = shutil.which("chroot")
        enter = ["nsenter", f"--net=/proc/{pool.process.pid}/ns/net", "env", "-i", *environment, *command]
        checked = subprocess.run(enter, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(checked.returncode == 0, expected, checked.stderr)

    def test_the_program_starts_as_the_dockerfile_says_and_needs_no_other_file(self):
        with self.in_network() as pool:
            self.assertEqual(pool.url, "http://0.0.0.0:9229")
            self.check_health(pool, True)
            self.assertEqual(pool.terminate(), 0)
        self.assertEqual(list((self.root / "data").iterdir()), [])

    def test_the_health_check_finds_a_program_that_does_not_answer(self):
        with self.in_network("--port", "9230") as pool:
            self.check_health(pool, False)

    def test_a_user_signs_in_and_stays_in_the_volume(self):
        command, environment = self.inside(*self.image.entry_point, "--data", "/data", "--port", "0", "--host", "127.0.0.1")
        command[0] = shutil.which("chroot")
        start = ["env", "-i", *environment, *command]
        with Running(start) as pool:
            self.assertIn("IdToken", pool.sign_up_and_in())
            self.assertEqual(pool.terminate(), 0)
        with Running(start) as pool:
            one = {"UserPoolId": "local_LocalPool", "Username": "ada"}
            self.assertEqual(pool.operation("AdminGetUser", one)["UserStatus"], "CONFIRMED")


class DockerfileTests(unittest.TestCase):
    def test_the_example_of_docker_compose_uses_options_that_exist(self):
        page = (DOCKERFILE.parent / "docs/containers.md").read_text()
        example = re.search(r"```yaml\nservices:\n  pool:\n(.*?)\n  \w+:\n.*?```", page, re.S)[1]
        self.assertIn("image: cognito-local-pool", example)
        program = DIST / "local-pool" / HERE.name / HERE.program
        known = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
        options, variables = re.findall(r'"(--[a-z-]+)"', example), re.findall(r"^ +([A-Z_]+):", example, re.M)
        self.assertEqual((options, variables), (["--allow-host", "--data", "--config"], ["PUBLIC_URL"]))
        for option in options:
            self.assertRegex(known, rf"{option}\b")
        for variable in variables:
            self.assertIn(f"[env: {variable}=", known)


if __name__ == "__main__":
    unittest.main()
