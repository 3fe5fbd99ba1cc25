"""What the repository says about itself: the version, and the project's addresses. Cargo.toml has them. Other files
have the version too: they are listed here, and their version can be set or compared."""

import re
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# MAJOR.MINOR.PATCH, and -PRE after it for a pre-release (https://semver.org).
VERSION = r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?"

# The POMs, and the version in them: the name of an artifact of ours stands directly before a POM's own version and before
# its parent's.
_POMS = ("android/*.xml", "android/adapters/pom.xml", "android/adapters/*/pom.xml", "examples/android/pom.xml")
_POM = rf"<artifactId>cognito-auth[\w-]*</artifactId>\s*<version>({VERSION})</version>"
# The lines with which an app gets the packages. The guides and the example have them.
_PAGES = (
    "docs/guides/getting-started-ios.md",
    "docs/guides/getting-started-android.md",
    "docs/guides/getting-started-jvm.md",
    "docs/guides/testing.md",
)
_APPS = (*_PAGES, "examples/android/build.gradle.kts")
_APP = rf'(?:cognito-auth", from: "|dev\.cognitoauth:cognito-auth[\w-]*:)({VERSION})[":]'
_CARGO = rf'(?m)^\[workspace\.package\]\nversion = "({VERSION})"'
# The entries of our own crates have no source.
_LOCK = rf'name = "[\w-]+"\nversion = "({VERSION})"\n(?!source)'


def about(repository=REPOSITORY):
    """version, license, homepage, repository, developers, and the XCFramework's address."""
    workspace = tomllib.loads((repository / "Cargo.toml").read_text())["workspace"]
    return {**workspace["package"], **workspace["metadata"]["release"]}


def version(repository=REPOSITORY):
    return about(repository)["version"]


def xcframework_url(version, repository=REPOSITORY):
    """Where a release's zipped XCFramework is."""
    data = about(repository)
    return data["xcframework"].format(repository=data["repository"], version=version)


def places(repository=REPOSITORY):
    """(file, pattern) of each place that has the version. The pattern's group is the version."""
    poms = [path for glob in _POMS for path in sorted(repository.glob(glob))]
    yield repository / "Cargo.toml", _CARGO
    yield repository / "Cargo.lock", _LOCK
    yield from ((path, _POM) for path in poms)
    yield from ((repository / name, _APP) for name in _APPS)
    yield repository / "docs/guides/getting-started-jvm.md", _POM


def found(repository=REPOSITORY):
    """(file, versions in it) of each place."""
    for path, pattern in places(repository):
        yield path, re.findall(pattern, path.read_text())


def problems(repository=REPOSITORY):
    """The files whose version is not Cargo.toml's, and those that have none."""
    wanted = version(repository)
    for path, versions in found(repository):
        name = path.relative_to(repository)
        if not versions:
            yield f"{name} has no version"
        yield from (f"{name} has the version {other}, not {wanted}" for other in sorted(set(versions) - {wanted}))


def set_version(wanted, repository=REPOSITORY):
    """Writes the version into each place. Returns the files."""
    if not re.fullmatch(VERSION, wanted):
        raise ValueError(f"{wanted} is no version")
    changed = []
    for path, pattern in places(repository):
        text = path.read_text()
        new = re.sub(pattern, lambda match: match[0].replace(match[1], wanted), text)
        if new != text:
            path.write_text(new)
            changed.append(path)
    return changed
