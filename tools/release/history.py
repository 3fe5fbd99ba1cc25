"""What git, CHANGELOG.md and Package.swift say about releases. A tag of a release is a version, without a prefix."""

import re
import subprocess
from pathlib import Path

import api_changes
import project

# The declaration in Package.swift that a release writes: nil, or a tuple in the form that swift-format gives it.
RELEASED = re.compile(r"(?m)^let released: \(url: String, checksum: String\)\? = (nil$|\((?s:.+?)\)$)")
_TUPLE = re.compile(r'\(\n  url: "([^"]+)",\n  checksum: "([0-9a-f]{64})"\n\)')


class Refused(Exception):
    """The repository is in no state for this. The text says why."""


def git(repository, *arguments):
    """What git prints."""
    command = ["git", "-C", str(repository), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise Refused(f"git {arguments[0]} failed: {run.stderr.strip()}")
    return run.stdout


def releases(repository):
    """The versions that have a tag, the newest last. Pre-releases, such as 1.0.0-beta.1, are left out."""
    if git(repository, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise Refused("the clone is shallow, so it may lack tags: git fetch --unshallow --tags")
    tags = [
        tag for tag in git(repository, "tag", "--list").split() if re.fullmatch(project.VERSION, tag) and "-" not in tag
    ]
    return sorted(tags, key=api_changes.numbers)


def last_release(repository):
    """The newest version that has a tag. Refuses a clone that lacks the tag of a release in CHANGELOG.md."""
    found = releases(repository)
    missing = [version for version in released_versions(repository) if version not in found]
    if missing:
        raise Refused(f"CHANGELOG.md has {missing[0]}, whose tag is missing here: git fetch --tags")
    return found[-1] if found else None


def released_versions(repository):
    """The versions of CHANGELOG.md that must have a tag. While `Unreleased` is empty, the version of Cargo.toml may be
    only prepared, and have no tag yet, so it is left out. So are pre-releases."""
    _, _, unreleased = (Path(repository) / "CHANGELOG.md").read_text().partition("## Unreleased\n")
    coming, *sections = re.split(r"(?m)^## ", unreleased)
    versions = [match[0] for match in (re.match(project.VERSION, section) for section in sections) if match]
    prepared = None if coming.strip() else project.version(repository)
    return [version for version in versions if version != prepared and "-" not in version]


def dumps(repository):
    """{path: text} of the API dumps."""
    paths = [path for pattern in api_changes.DUMPS for path in sorted(Path(repository).glob(pattern))]
    return {str(path.relative_to(repository)): path.read_text() for path in paths}


def dumps_of(repository, revision):
    """{path: text} of the API dumps at a revision."""
    names = git(repository, "ls-tree", "-r", "--name-only", revision, "--", "android/api", "ios/api").splitlines()
    wanted = [name for name in names if any(Path(name).match(pattern) for pattern in api_changes.DUMPS)]
    return {name: git(repository, "show", f"{revision}:{name}") for name in wanted}


def released(text):
    """(url, checksum) in the text of a Package.swift, or None."""
    line = RELEASED.search(text)
    if not line:
        raise Refused("Package.swift has no declaration `released` that is nil or a URL with a checksum")
    if line[1] == "nil":
        return None
    match = _TUPLE.fullmatch(line[1])
    if not match:
        raise Refused(f"Package.swift: {line[1]} is neither nil nor a URL with a checksum")
    return match[1], match[2]


def with_released(text, url, checksum):
    """The text of a Package.swift that uses this XCFramework."""
    released(text)
    before = RELEASED.search(text)[1]
    return text.replace(f"? = {before}", f'? = (\n  url: "{url}",\n  checksum: "{checksum}"\n)', 1)


def package_problems(repository):
    """What is wrong with the XCFramework that Package.swift names, if it names one."""
    try:
        found = released((Path(repository) / "Package.swift").read_text())
    except Refused as refused:
        yield str(refused)
        return
    expected = project.xcframework_url(project.version(repository), Path(repository))
    if found and found[0] != expected:
        yield f"Package.swift names {found[0]}, not {expected}"
