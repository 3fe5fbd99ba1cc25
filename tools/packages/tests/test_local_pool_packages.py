"""The packages of the local pool's program. A made-up program stands in for that of each platform."""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

import crates
import licences
from local_pool import licence_texts, npm, pack, wheels
from local_pool.platforms import PLATFORMS, of_target

ABOUT = {
    "version": "1.2.3",
    "description": "a pool",
    "license": "Apache-2.0",
    "homepage": "https://example.com",
    "repository": "https://example.com/source",
}
LINUX = of_target("x86_64-unknown-linux-musl")
WINDOWS = of_target("x86_64-pc-windows-msvc")


def made_up(folder, platforms=PLATFORMS):
    for platform in platforms:
        place = Path(folder, platform.name)
        place.mkdir(parents=True)
        (place / platform.program).write_bytes(f"the program for {platform.name}".encode())
        (place / "licences.txt").write_bytes(b"licences")


class PackTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def packed(self, platforms=PLATFORMS):
        made_up(self.folder, platforms)
        return {path.name: path for path in pack.pack(self.folder, ABOUT)}

    def test_each_platform_has_its_packages(self):
        self.assertEqual(
            sorted(self.packed()),
            [
                "cognito-local-pool-1.2.3.tgz",
                *sorted(
                    f"cognito_local_pool-1.2.3-py3-none-{'.'.join(platform.tags)}.whl" for platform in PLATFORMS
                ),
                *sorted(f"cognitoauth-local-pool-{platform.name}-1.2.3.tgz" for platform in PLATFORMS),
                "image",
            ],
        )

    def test_the_same_programs_give_the_same_bytes(self):
        made_up(self.folder)
        first = {path: path.read_bytes() for path in pack.pack(self.folder, ABOUT) if path.is_file()}
        for path in self.folder.rglob("cognito-local-pool*"):
            path.touch()
        again = {path: path.read_bytes() for path in pack.pack(self.folder, ABOUT) if path.is_file()}
        self.assertEqual(len(first), 1 + 2 * len(PLATFORMS))
        self.assertEqual(again, first)

    def test_a_folder_without_a_program_is_refused(self):
        with self.assertRaisesRegex(ValueError, "has no program"):
            pack.pack(self.folder, ABOUT)

    def test_the_main_package_of_npm_names_only_what_was_packed(self):
        name = self.packed([LINUX])["cognito-local-pool-1.2.3.tgz"]
        with tarfile.open(name) as archive:
            described = json.load(archive.extractfile("package/package.json"))
        self.assertEqual(described["optionalDependencies"], {"@cognitoauth/local-pool-linux-x64": "1.2.3"})
        self.assertEqual(described["bin"], {"cognito-local-pool": "cognito-local-pool.js"})
        self.assertNotIn("scripts", described)

    def test_the_image_has_a_program_for_each_processor_of_linux(self):
        self.packed()
        files = sorted(str(path.relative_to(self.folder / "image")) for path in (self.folder / "image").rglob("*"))
        expected = ["Dockerfile", "data"]
        for processor in ("amd64", "arm64"):
            expected += [processor, f"{processor}/cognito-local-pool", f"{processor}/licences.txt"]
        self.assertEqual(files, sorted(expected))


class NpmTests(unittest.TestCase):
    def test_a_platforms_package_fits_only_its_platform_and_has_the_program(self):
        for platform in PLATFORMS:
            _, data = npm.of_platform(ABOUT, platform, b"program", b"licences")
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                entry = archive.getmember(f"package/bin/{platform.program}")
                self.assertEqual(entry.mode, 0o755)
                self.assertEqual(archive.extractfile(entry).read(), b"program")
                described = json.load(archive.extractfile("package/package.json"))
            self.assertEqual((described["os"], described["cpu"]), ([platform.system], [platform.processor]))
            self.assertEqual(described["name"], f"@cognitoauth/local-pool-{platform.name}")
            self.assertEqual(described["version"], "1.2.3")


class WheelTests(unittest.TestCase):
    def test_the_program_is_a_script_and_every_file_is_recorded(self):
        name, data = wheels.wheel(ABOUT, LINUX, b"program", b"licences")
        self.assertEqual(
            name, "cognito_local_pool-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64.whl"
        )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            script = archive.getinfo("cognito_local_pool-1.2.3.data/scripts/cognito-local-pool")
            self.assertEqual(script.external_attr >> 16, 0o100755)
            record = archive.read("cognito_local_pool-1.2.3.dist-info/RECORD").decode().splitlines()
            self.assertEqual([line.split(",")[0] for line in record], archive.namelist())
            tags = archive.read("cognito_local_pool-1.2.3.dist-info/WHEEL").decode()
        for tag in LINUX.tags:
            self.assertIn(f"Tag: py3-none-{tag}\n", tags)
        _, for_windows = wheels.wheel(ABOUT, WINDOWS, b"program", b"licences")
        with zipfile.ZipFile(io.BytesIO(for_windows)) as archive:
            self.assertIn("cognito_local_pool-1.2.3.data/scripts/cognito-local-pool.exe", archive.namelist())

    def test_a_version_is_written_as_pypi_wants_it(self):
        for version, written in [("1.2.3", "1.2.3"), ("1.0.0-beta.1", "1.0.0b1"), ("1.0.0-rc2", "1.0.0rc2")]:
            self.assertEqual(wheels.version_of(version), written)
        with self.assertRaises(ValueError):
            wheels.version_of("1.0.0-next")

    def test_the_module_says_that_the_program_is_missing(self):
        command = [sys.executable, "-m", "cognito_local_pool", "--version"]
        run = subprocess.run(command, cwd=wheels.SOURCES, env={"PATH": ""}, capture_output=True, text=True, check=False)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("cognito-local-pool is missing", run.stderr)


class LicenceTests(unittest.TestCase):
    def test_the_licences_are_those_of_the_crates_and_of_musl(self):
        ring = crates.Crate("ring", "0.17.14", "Apache-2.0 AND ISC")
        text = licence_texts.document([ring], "rustc 1.2.3 (x)", musl="musl's own text").decode()
        for line in ("ring 0.17.14: Apache-2.0 AND ISC", "std 1.2.3: Apache-2.0", "musl 1.2: MIT"):
            self.assertIn(f"\n{line}\n", text)
        self.assertIn("musl's own text", text)
        self.assertIn("Permission to use, copy, modify", text)

    def test_another_mixed_licence_is_not_chosen_by_itself(self):
        with self.assertRaises(ValueError):
            licences.chosen("MIT AND ISC")


class PlatformTests(unittest.TestCase):
    def test_an_unknown_target_is_refused_with_the_known_ones(self):
        with self.assertRaisesRegex(ValueError, "known: x86_64-unknown-linux-musl"):
            of_target("mips-unknown-linux-gnu")


if __name__ == "__main__":
    unittest.main()
