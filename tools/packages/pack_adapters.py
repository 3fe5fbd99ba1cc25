"""Packs the optional Kotlin artifacts, each as a jar with its POM, beside the AAR. The same inputs give the same bytes."""

import argparse
from pathlib import Path
from xml.etree import ElementTree

from inspection.archives import normalised_jar
from maven import MAVEN, Project, pom, write_with_checksum
from pack_documents import jars

ADAPTERS = Path(__file__).resolve().parents[2] / "android/adapters"


def adapters():
    """The folder of each artifact."""
    modules = ElementTree.parse(ADAPTERS / "pom.xml").iterfind(f"{{{MAVEN}}}modules/{{{MAVEN}}}module")
    return [ADAPTERS / module.text for module in modules]


def dependencies(project, parent, version):
    """The dependencies of an artifact: the library, what every adapter needs, and what this one needs."""
    yield {
        "groupId": "dev.cognitoauth",
        "artifactId": "cognito-auth",
        "version": version,
        "type": "aar",
        "scope": "compile",
    }
    yield from parent.shipped_dependencies()
    yield from project.shipped_dependencies()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", required=True, help="the folder in which Maven built the adapters")
    parser.add_argument("--documentation", required=True, help="the folder with the documentation of each artifact")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    parent = Project(ADAPTERS / "pom.xml")
    for folder in adapters():
        project = Project(folder / "pom.xml", parent)
        artifact = project.text("artifactId")
        target = Path(given.out, "dev/cognitoauth", artifact, given.version)
        target.mkdir(parents=True)
        # Maven took the version in the jar's name from the POM.
        (jar,) = Path(given.built, artifact).glob(f"{artifact}-*.jar")
        name = f"{artifact}-{given.version}"
        write_with_checksum(target / f"{name}.jar", normalised_jar(jar.read_bytes()))
        written = pom(project, given.version, "jar", dependencies(project, parent, given.version))
        write_with_checksum(target / f"{name}.pom", written)
        for end, data in jars(artifact, given.documentation, folder):
            write_with_checksum(target / f"{name}-{end}", data)


if __name__ == "__main__":
    main()
