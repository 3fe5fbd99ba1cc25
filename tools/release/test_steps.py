"""A release is played on a scratch clone with a remote: its branch, its tag, and every refusal."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import api_changes
import history
import project

# What the scripts read and write.
COPIED = ("Cargo.toml", "Cargo.lock", "Package.swift", "README.md", "CHANGELOG.md", ".gitignore", "tools/release")
DUMP = "ios/api/CognitoAuth.txt"
VERSION = "7.8.9"


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        work = Path(folder.name)
        name = {
            f"GIT_{who}_{what}": "tester@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        no_settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self.environment = {**os.environ, **name, **no_settings}
        first, self.remote, self.clone = work / "first", work / "remote.git", work / "clone"
        self.copy(first)
        self.git(first, "init", "--quiet", "--initial-branch", "main")
        self.git(first, "add", "--all")
        self.git(first, "commit", "--quiet", "--message", "first")
        self.git(work, "clone", "--quiet", "--bare", first, self.remote)
        self.git(work, "clone", "--quiet", f"file://{self.remote}", self.clone)
        self.zip = work / "CognitoAuthFFI.xcframework.zip"
        self.zip.write_bytes(b"the XCFramework")

    @staticmethod
    def copy(target):
        places = [path.relative_to(project.REPOSITORY) for path, _ in project.places()]
        for path in {*COPIED, *map(str, places), *history.dumps(project.REPOSITORY)}:
            source = project.REPOSITORY / path
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target / path, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target / path)

    def git(self, folder, *arguments):
        command = ["git", "-C", folder, *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout.strip()

    def script(self, name, *arguments):
        command = [sys.executable, self.clone / "tools/release" / name, *arguments]
        return subprocess.run(command, env=self.environment, check=False, capture_output=True, text=True)

    def prepare(self, version=VERSION, **changes):
        return self.script("prepare", version, "--zip", changes.get("zip", self.zip))

    def tag(self, version=VERSION, **changes):
        return self.script("tag", version, "--zip", changes.get("zip", self.zip))

    def assert_refused(self, run, text):
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn(text, run.stderr)
        self.assertNotIn("Traceback", run.stderr)

    def prepared(self):
        run = self.prepare()
        self.assertEqual(run.returncode, 0, run.stderr)

    def released(self):
        """Prepares a release, and makes and pushes its tag, as RELEASING.md says."""
        self.prepared()
        run = self.tag()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.git(self.clone, "push", "--quiet", "origin", f"refs/tags/{VERSION}")
        self.git(self.clone, "switch", "--quiet", "main")

    def change(self, path, text, message="change"):
        (self.clone / path).write_text(text)
        self.git(self.clone, "commit", "--quiet", "--all", "--message", message)

    def test_the_tag_names_the_xcframework_and_the_version_everywhere(self):
        self.released()
        fresh = self.clone.with_name("fresh")
        self.git(self.clone.parent, "clone", "--quiet", "--branch", VERSION, f"file://{self.remote}", fresh)
        expected = (project.xcframework_url(VERSION), hashlib.sha256(b"the XCFramework").hexdigest())
        self.assertEqual(history.released((fresh / "Package.swift").read_text()), expected)
        # swift-format, which `make check` runs, refuses longer lines.
        self.assertLessEqual(max(map(len, (fresh / "Package.swift").read_text().splitlines())), 120)
        versions = {version for _, found in project.found(fresh) for version in found}
        self.assertEqual(versions, {VERSION})
        packages = tomllib.loads((fresh / "Cargo.lock").read_text())["package"]
        own = {package["version"] for package in packages if "source" not in package}
        self.assertEqual(own, {VERSION}, "a crate of the workspace has another version in Cargo.lock")
        self.assertRegex(
            (fresh / "CHANGELOG.md").read_text(), rf"## Unreleased\n\n## {VERSION} \(\d{{4}}-\d\d-\d\d\)\n\n\S"
        )

    def test_main_and_the_remote_are_unchanged_after_prepare(self):
        before = self.git(self.clone, "rev-parse", "main")
        self.prepared()
        self.assertEqual(self.git(self.clone, "rev-parse", "main"), before)
        self.assertEqual(
            self.git(self.clone, "ls-remote", "origin", "refs/heads/*", "refs/tags/*").split("\t")[0], before
        )
        self.assertEqual(self.git(self.clone, "tag", "--list"), "")
        self.assertEqual(self.git(self.clone, "status", "--porcelain"), "")
        self.assertEqual(len(self.git(self.clone, "log", "--format=%h", "main..HEAD").splitlines()), 2)

    def test_main_builds_from_source_after_the_first_commit_of_the_branch(self):
        self.prepared()
        first = self.git(self.clone, "show", "HEAD~:Package.swift")
        self.assertIsNone(history.released(first))

    def test_a_tree_with_changes_is_refused(self):
        (self.clone / "new.txt").write_text("new")
        self.assert_refused(self.prepare(), "the tree has changes")
        (self.clone / "new.txt").unlink()
        self.prepared()
        (self.clone / "README.md").write_text("changed")
        self.assert_refused(self.tag(), "the tree has changes")

    def test_a_tag_is_never_moved(self):
        self.released()
        before = self.git(self.clone, "ls-remote", "origin", f"refs/tags/{VERSION}")
        self.assert_refused(self.tag(), "already")
        self.assert_refused(self.prepare(), "is less than")
        self.git(self.clone, "tag", "--delete", VERSION)
        self.git(self.clone, "switch", "--quiet", f"release/{VERSION}")
        self.assert_refused(self.tag(), "origin has the tag")
        self.git(self.clone, "switch", "--quiet", "main")
        self.assert_refused(self.prepare(), "origin has the tag")
        self.assertEqual(self.git(self.clone, "ls-remote", "origin", f"refs/tags/{VERSION}"), before)

    def test_a_second_branch_for_the_version_is_refused(self):
        self.prepared()
        self.git(self.clone, "switch", "--quiet", "main")
        self.assert_refused(self.prepare(), "the branch")

    def test_a_malformed_version_is_refused(self):
        for version in ("1.2", "9.9", "v1.2.3", "01.2.3", "1.2.3 "):
            self.assert_refused(self.prepare(version), "is no version")
            self.assert_refused(self.script("check-version", version), "is no version")

    def test_a_tag_for_another_archive_or_another_commit_is_refused(self):
        self.assert_refused(self.tag(), "Cargo.toml has the version")
        self.prepared()
        other = self.zip.with_name("other.zip")
        other.write_bytes(b"another")
        self.assert_refused(self.tag(zip=other), "Package.swift has the checksum")
        self.assert_refused(self.tag(zip=self.zip.with_name("missing.zip")), "can't be read")
        self.git(self.clone, "switch", "--quiet", "--detach", "HEAD~")
        self.assert_refused(self.tag(), "names no XCFramework")

    def test_check_prepared_prints_the_version(self):
        self.assert_refused(self.script("check-prepared", self.zip), "names no XCFramework")
        self.prepared()
        self.assertEqual(self.script("check-prepared", self.zip).stdout.strip(), VERSION)
        self.assert_refused(self.script("check-prepared"), "usage: check-prepared ZIP")

    def test_a_version_that_is_too_low_for_the_api_is_refused(self):
        self.released()
        dump = (self.clone / DUMP).read_text()
        for text, part, low, least in (
            (dump + "struct New\n", "minor", "7.8.10", "7.9.0"),
            ("", "major", "7.9.0", "8.0.0"),
        ):
            with self.subTest(part):
                self.change(DUMP, text)
                self.assert_refused(self.prepare(low), f"a {part} change: {low} is less than {least}")
                said = self.script("check-version", low)
                self.assert_refused(said, f"{low} is less than {least}")
                self.assertIn(f"a {part} change", said.stdout)
                self.assertEqual(self.script("check-version", least).returncode, 0)

    def test_an_unchanged_api_needs_a_patch(self):
        self.released()
        self.assertIn("the next version is 7.8.10 or higher", self.script("check-version").stdout)

    def test_without_a_tag_the_release_is_the_first(self):
        self.assertIn("No release has a tag yet", self.script("check-version").stdout)

    def test_a_clone_without_the_tag_of_a_release_is_refused(self):
        self.released()
        self.git(self.clone, "merge", "--quiet", "--no-edit", f"release/{VERSION}~")
        changelog = (self.clone / "CHANGELOG.md").read_text()
        self.assertEqual(self.script("check-version").returncode, 0)
        self.change("CHANGELOG.md", changelog.replace("## Unreleased\n", "## Unreleased\n\nNew.\n", 1))
        self.assertEqual(self.script("check-version").returncode, 0)
        self.git(self.clone, "tag", "--delete", VERSION)
        self.assert_refused(self.script("check-version"), f"CHANGELOG.md has {VERSION}, whose tag is missing")
        self.assert_refused(self.prepare("7.9.0"), f"CHANGELOG.md has {VERSION}, whose tag is missing")

    def test_a_prepared_release_needs_no_tag(self):
        self.prepared()
        self.assertEqual(self.script("check-version", VERSION).returncode, 0)

    def test_a_pre_release_needs_no_tag(self):
        text = (self.clone / "CHANGELOG.md").read_text()
        self.change("CHANGELOG.md", f"{text}\n## 0.1.0-beta.1 (2026-01-02)\n\nText.\n")
        self.assertEqual(self.script("check-version").returncode, 0)

    def test_a_shallow_clone_is_refused(self):
        shallow = self.clone.with_name("shallow")
        self.change("README.md", (self.clone / "README.md").read_text() + "\n")
        self.git(self.clone.parent, "clone", "--quiet", "--depth", "1", f"file://{self.clone}", shallow)
        with self.assertRaisesRegex(history.Refused, "shallow"):
            history.last_release(shallow)

    def test_a_file_with_another_version_and_one_without_are_found(self):
        pom = self.clone / "android/adapters/okhttp/pom.xml"
        version = project.version(self.clone)
        pom.write_text(pom.read_text().replace(f"<version>{version}<", "<version>6.6.6<", 1))
        self.assertIn("okhttp/pom.xml has the version 6.6.6", self.script("check-version").stderr)
        pom.write_text("<project/>")
        self.assertIn("okhttp/pom.xml has no version", self.script("check-version").stderr)

    def test_an_xcframework_of_another_version_is_found(self):
        package = self.clone / "Package.swift"
        package.write_text(history.with_released(package.read_text(), project.xcframework_url("1.0.0"), "0" * 64))
        self.assertIn("Package.swift names", self.script("check-version").stderr)

    def test_the_changelog_needs_unreleased_changes(self):
        version = project.version(self.clone)
        self.change("CHANGELOG.md", f"# Changelog\n\n## Unreleased\n\n## {version}\n\nText.\n")
        self.assert_refused(self.prepare(), "is empty")
        self.change("CHANGELOG.md", "# Changelog\n")
        self.assert_refused(self.prepare(), "has no section")
        self.assertEqual(self.git(self.clone, "branch", "--list", "release/*"), "")

    def test_the_dumps_of_a_revision_are_those_of_its_files(self):
        self.assertEqual(history.dumps_of(self.clone, "HEAD"), history.dumps(self.clone))
        self.assertEqual(
            api_changes.compare_all(history.dumps_of(self.clone, "HEAD"), history.dumps(self.clone)).part, "patch"
        )


if __name__ == "__main__":
    unittest.main()
