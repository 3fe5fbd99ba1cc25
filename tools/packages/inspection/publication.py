"""The checks of a folder of `dist/maven`, one artifact and version: all that Maven Central requires of it
(https://central.sonatype.org/publish/requirements), and what Gradle and an auditor look for. Also the checks of the files
of `dist` that a release publishes beside them: those of the XCFramework."""

import hashlib
import re
from xml.etree import ElementTree

from . import apple, bill, gradle_module

FRAMEWORK_ZIP = f"{apple.MODULE}.xcframework.zip"
# SwiftPM compares the zip's checksum.
FRAMEWORK_CHECKSUM = f"{FRAMEWORK_ZIP}.sha256"
FRAMEWORK_BILL = f"{apple.MODULE}.xcframework-cyclonedx.json"
# Maven Central requires md5 and sha1.
CHECKSUMS = ("md5", "sha1", "sha256")
DOCUMENTS = ("sources", "javadoc")
MARKER = b"<!-- do_not_remove: published-with-gradle-metadata -->"
# What a POM must have, and what each of these must be.
REQUIRED = {
    "name": r"\S.*",
    "description": r"\S.*",
    "url": r"https://\S+",
    "licenses/license/name": r"\S.*",
    "licenses/license/url": r"https://\S+",
    "developers/developer/name": r"\S.*",
    "scm/connection": r"scm:git:\S+",
    "scm/developerConnection": r"scm:git:\S+",
    "scm/url": r"https://\S+",
}
_MAVEN = "http://maven.apache.org/POM/4.0.0"


def find(root, path):
    return root.findtext("/".join(f"{{{_MAVEN}}}{part}" for part in path.split("/")), "").strip()


def is_beside(name):
    """Whether the file only accompanies another: a checksum or a signature."""
    return name.endswith((*(f".{kind}" for kind in CHECKSUMS), ".asc"))


def published(files):
    return sorted(name for name in files if not is_beside(name))


def problems(files, signed=False):
    """What is wrong with the files (name to bytes) of an artifact's folder."""
    poms = [name for name in files if name.endswith(".pom")]
    if len(poms) != 1:
        return [f"there are {len(poms)} POMs, not one"]
    stem = poms[0].removesuffix(".pom")
    found = [
        *_pom(stem, files[poms[0]]),
        *_files(stem, files, find(ElementTree.fromstring(files[poms[0]]), "packaging")),
    ]
    if f"{stem}.module" in files:
        found += (
            f"{stem}.module: {text}" for text in gradle_module.problems(files[f"{stem}.module"], files[poms[0]], files)
        )
    if f"{stem}-cyclonedx.json" in files:
        found += (f"{stem}-cyclonedx.json: {text}" for text in bill.problems(files[f"{stem}-cyclonedx.json"]))
    found += _checksums(files)
    if signed:
        found += [f"{name} has no signature" for name in published(files) if f"{name}.asc" not in files]
    return found


def framework_problems(dist):
    """What is wrong with the XCFramework's files in the folder dist."""
    files = (FRAMEWORK_ZIP, FRAMEWORK_CHECKSUM, FRAMEWORK_BILL)
    missing = [f"{name} is missing" for name in files if not (dist / name).is_file()]
    if missing:
        return missing
    found = [f"{FRAMEWORK_BILL}: {text}" for text in bill.problems((dist / FRAMEWORK_BILL).read_bytes())]
    if (dist / FRAMEWORK_CHECKSUM).read_text() != hashlib.sha256((dist / FRAMEWORK_ZIP).read_bytes()).hexdigest():
        found.append(f"{FRAMEWORK_CHECKSUM} is another file's")
    return found


def _pom(stem, data):
    root = ElementTree.fromstring(data)
    for path, form in REQUIRED.items():
        if not re.fullmatch(form, find(root, path)):
            yield f"the POM has no {path}: {find(root, path)!r}"
    if f"{find(root, 'artifactId')}-{find(root, 'version')}" != stem:
        yield "the POM is another artifact's, or version's"
    if find(root, "version").endswith("SNAPSHOT"):
        yield "the version is a snapshot"
    if MARKER not in data:
        yield "the POM does not lead Gradle to its metadata"
    for element in root.iterfind(f"{{{_MAVEN}}}dependencies/{{{_MAVEN}}}dependency"):
        if not find(element, "version") or "${" in find(element, "version"):
            yield f"the POM depends on {find(element, 'artifactId')} without a version"


def natives(stem, files):
    """The names of the jars with the native library for JVMs, one for each platform."""
    return [name for name in published(files) if name.startswith(f"{stem}-natives-") and name.endswith(".jar")]


def _files(stem, files, packaging):
    expected = {f"{stem}.{end}" for end in ("pom", "module", packaging)}
    expected |= {f"{stem}-{kind}.jar" for kind in DOCUMENTS} | {f"{stem}-cyclonedx.json"}
    if stem.startswith("cognito-auth-jvm-"):
        expected.update(natives(stem, files) or [f"{stem}-natives-….jar"])
    yield from (f"{name} is missing" for name in sorted(expected - files.keys()))
    yield from (f"{name} does not belong there" for name in sorted(set(published(files)) - expected))


def _checksums(files):
    for name in published(files):
        for kind in CHECKSUMS:
            beside = f"{name}.{kind}"
            if beside not in files:
                yield f"{beside} is missing"
            elif files[beside] != hashlib.new(kind, files[name]).hexdigest().encode():
                yield f"{beside} is another file's"
    for name in files:
        if is_beside(name) and name.rpartition(".")[0] not in files:
            yield f"{name} is beside no file"
