"""Adds to each artifact of a Maven repository what only its finished files tell: Gradle's metadata, and the bill of
materials. The same inputs give the same bytes."""

import argparse
from pathlib import Path

import bill
import crates
import pack_jvm
from gradle_module import Pom, module
from inspection.publication import published
from maven import write_with_checksum

GROUP = "dev/cognitoauth"


def artifacts(repository):
    """The folder of each artifact and version."""
    return sorted(path.parent for path in Path(repository, GROUP).glob("*/*/*.pom"))


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def bill_of_materials(data, archive, compilers, pinned):
    """The bill of an artifact, from its POM's bytes and its archive. Only the AAR, and the jars of natives beside the
    artifact for JVMs, have native code. `compilers` has what `rustc --version` printed, for each target."""
    pom = Pom(data)
    values = {name: pom[name] for name in ("groupId", "artifactId", "version")}
    purl = bill.maven_reference({**values, "type": pom["packaging"]})
    root = {
        "bom-ref": purl,
        "group": values["groupId"],
        "name": values["artifactId"],
        "version": values["version"],
        "purl": purl,
    }
    native = ()
    if pom["packaging"] == "aar":
        native = (*crates.linked(crates.ANDROID), crates.others(crates.ANDROID, compilers[crates.ANDROID]))
    elif values["artifactId"] == pack_jvm.ARTIFACT:
        native = (*crates.linked(crates.LINUX), crates.others(crates.LINUX, compilers[crates.LINUX]))
    added = [bill.of_maven(dependency, pinned) for dependency in pom.dependencies()]
    return bill.bill(root, archive, *native, added=added)


def complete(folder, compilers, pinned):
    """Writes both files of an artifact."""
    (pom,) = folder.glob("*.pom")
    archive = pom.with_suffix(f".{Pom(pom.read_bytes())['packaging']}").read_bytes()
    written = bill_of_materials(pom.read_bytes(), archive, compilers, pinned)
    write_with_checksum(folder / f"{pom.stem}-cyclonedx.json", written)
    files = contents(folder)
    write_with_checksum(pom.with_suffix(".module"), module(pom.read_bytes(), {n: files[n] for n in published(files)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True, help="what `rustc --version` prints, of the AAR's compiler")
    parser.add_argument("--jvm-compiler", required=True, help="the same of the compiler for JVMs")
    parser.add_argument("--out", required=True, help="the Maven repository")
    given = parser.parse_args()
    compilers = {crates.ANDROID: given.compiler, crates.LINUX: given.jvm_compiler}
    for folder in artifacts(given.out):
        complete(folder, compilers, bill.pinned_checksums(bill.CHECKSUMS.read_text()))


if __name__ == "__main__":
    main()
