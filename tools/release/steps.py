"""The steps of a release that run on a person's machine. None pushes anything."""

import datetime
import hashlib
import os
import re
import subprocess
from pathlib import Path

import api_changes
import history
import project
from history import Refused, git

REPOSITORY = project.REPOSITORY
ZIP = "dist/CognitoAuthFFI.xcframework.zip"
UNRELEASED = "## Unreleased\n"


def require_clean(repository):
    changed = git(repository, "status", "--porcelain").splitlines()
    if changed:
        raise Refused(f"the tree has changes: {changed[0].strip()}")


def require_new(repository, version, remote):
    """Refuses a version whose tag is there already."""
    if git(repository, "tag", "--list", version).strip():
        raise Refused(f"the tag {version} is there already, and a tag is never moved")
    if git(repository, "ls-remote", "--tags", remote, f"refs/tags/{version}").strip():
        raise Refused(f"{remote} has the tag {version} already, and a tag is never moved")


def require_fitting(repository, version):
    """Refuses a version that the changes since the last release don't allow."""
    if not re.fullmatch(project.VERSION, version):
        raise Refused(f"{version} is no version: MAJOR.MINOR.PATCH, perhaps with -PRE")
    last = history.last_release(repository)
    if last is None:
        return
    changes = api_changes.compare_all(history.dumps_of(repository, last), history.dumps(repository))
    if not api_changes.allowed(last, version, changes.part):
        least = api_changes.least(last, changes.part)
        raise Refused(f"since {last} the API has a {changes.part} change: {version} is less than {least}")


def changelog(text, version, date):
    """The text of CHANGELOG.md, in which the changes of `Unreleased` now belong to the version."""
    if text.count(UNRELEASED) != 1:
        raise Refused("CHANGELOG.md has no section `Unreleased`")
    before, after = text.split(UNRELEASED)
    if not after.split("\n## ")[0].strip():
        raise Refused("the section `Unreleased` of CHANGELOG.md is empty")
    return f"{before}{UNRELEASED}\n## {version} ({date})\n{after}"


def commit(repository, subject, body):
    git(repository, "commit", "--quiet", "--all", "-m", subject, "-m", body)


def checksum(path):
    """The SHA-256 that SwiftPM compares (`swift package compute-checksum`)."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}") from error


def build(repository):
    everywhere = {**os.environ, "PLATFORMS": "all"}
    if subprocess.run([repository / "tools/packages/xcframework"], env=everywhere, check=False).returncode:
        raise Refused("the XCFramework could not be built; the branch has the first commit")
    return repository / ZIP


def prepare(repository, version, archive=None, remote="origin"):
    """Makes the branch with both commits. Returns what is next."""
    require_clean(repository)
    require_fitting(repository, version)
    require_new(repository, version, remote)
    branch = f"release/{version}"
    if git(repository, "branch", "--list", branch).strip():
        raise Refused(f"the branch {branch} is there already")
    if archive:
        checksum(archive)
    log = repository / "CHANGELOG.md"
    written = changelog(log.read_text(), version, datetime.date.today().isoformat())

    git(repository, "switch", "--quiet", "--create", branch)
    log.write_text(written)
    project.set_version(version, repository)
    problems = list(project.problems(repository))
    if problems:
        raise Refused(problems[0])
    commit(
        repository,
        f"build: set the version to {version}",
        "The version in every file that has it, and in the changelog.",
    )

    built = archive or build(repository)
    package = repository / "Package.swift"
    url = project.xcframework_url(version, repository)
    package.write_text(history.with_released(package.read_text(), url, checksum(built)))
    commit(
        repository,
        f"build: name the library of {version} in Package.swift",
        "Projects that depend on the package by its URL and this version get\nthis XCFramework. No other branch has this commit.",
    )
    check_prepared(repository, version, built)
    return f"{branch} is prepared with {built}. Next: RELEASING.md, step 3."


def check_prepared(repository, version, archive):
    """Refuses a commit whose version or XCFramework is another one."""
    if project.version(repository) != version:
        raise Refused(f"Cargo.toml has the version {project.version(repository)}, not {version}")
    for problem in [*project.problems(repository), *history.package_problems(repository)]:
        raise Refused(problem)
    named = history.released((repository / "Package.swift").read_text())
    if named is None:
        raise Refused("Package.swift names no XCFramework: run tools/release/prepare")
    if named[1] != checksum(archive):
        raise Refused(f"Package.swift has the checksum {named[1]}, and {archive} has {checksum(archive)}")


def tag(repository, version, archive, remote="origin", key=None):
    """Makes the tag on the commit that is checked out. Returns what is next."""
    require_clean(repository)
    require_new(repository, version, remote)
    check_prepared(repository, version, archive)
    signed = ["--local-user", key] if key else ["--annotate"]
    git(repository, "tag", *signed, "--message", f"CognitoAuth {version}", version)
    return f"The tag {version} is made. Next: git push {remote} refs/tags/{version}"
