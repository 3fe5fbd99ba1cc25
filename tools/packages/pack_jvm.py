"""Packs the artifact for JVMs on servers and desktops, beside the AAR: a jar of the AAR's classes without those for
Android, its POM, and a jar of the native library for each platform. JNA finds the library there by itself. The same inputs
give the same bytes."""

import argparse
from pathlib import Path

import crates
import licences
from inspection import jvm
from inspection.archives import normalised_jar, write_zip
from inspection.checks import read_zip
from maven import Project, pom, write_with_checksum
from pack_documents import jars

ARTIFACT = "cognito-auth-jvm"


def dependencies(project):
    """What a JVM needs. Here JNA is a jar, which has JNA's own library for every platform."""
    for dependency in project.shipped_dependencies():
        yield {name: value for name, value in dependency.items() if name != "type"}


def classes(jar):
    """The jar's bytes, from the path of the jar with all classes."""
    entries = read_zip(jar)
    return normalised_jar(write_zip({name: data for name, data in entries.items() if jvm.for_jvms(name)}))


def natives(platform, library, texts):
    """The bytes of a platform's jar, from the library's path and the licences."""
    return write_zip({f"{platform}/{library.name}": library.read_bytes(), jvm.LICENCES: texts})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--pom", "--classes", "--documentation", "--compiler", "--version", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("libraries", nargs="*", metavar="PLATFORM=LIBRARY")
    given = parser.parse_args()
    project = Project(given.pom)
    folder = Path(given.out, "dev/cognitoauth", ARTIFACT, given.version)
    folder.mkdir(parents=True)
    name = f"{ARTIFACT}-{given.version}"
    write_with_checksum(folder / f"{name}.jar", classes(given.classes))
    written = pom(project, given.version, "jar", dependencies(project), ARTIFACT)
    write_with_checksum(folder / f"{name}.pom", written)
    for end, data in jars("cognito-auth", given.documentation, Path(given.pom).parent):
        write_with_checksum(folder / f"{name}-{end}", data)
    contained, _ = crates.linked(crates.LINUX)
    texts = licences.document("CognitoAuth", [*contained, *crates.others(crates.LINUX, given.compiler)])
    for platform, _, library in (pair.partition("=") for pair in given.libraries):
        write_with_checksum(folder / f"{name}-natives-{platform}.jar", natives(platform, Path(library), texts))


if __name__ == "__main__":
    main()
