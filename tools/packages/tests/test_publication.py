"""Every artifact has what Maven Central and Gradle require, and the check finds what is missing or wrong. The test needs no
build."""

import contextlib
import hashlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import crates
import pack_publication
from inspection import gradle_module, publication

from . import repository

STEM = "cognito-auth-1.2.3"
JNA = ("net.java.dev.jna", "jna", "5.18.1")


def replaced(name, old, new):
    """Replaces text in a file, and renews its checksums, so that only the text is wrong."""

    def spoil(files):
        data = files[name].replace(old, new)
        assert data != files[name], f"{old!r} is not in {name}"
        sums = {f"{name}.{kind}": hashlib.new(kind, data).hexdigest().encode() for kind in publication.CHECKSUMS}
        return {**files, name: data, **sums}

    return spoil


def without(name):
    return lambda files: {other: data for other, data in files.items() if not other.startswith(name)}


def edited(change):
    """Changes Gradle's metadata. `change` gets it as a dictionary."""

    def spoil(files):
        written = json.loads(files[f"{STEM}.module"])
        change(written)
        return replaced(f"{STEM}.module", files[f"{STEM}.module"], json.dumps(written).encode())(files)

    return spoil


def variant(written, name):
    return next(one for one in written["variants"] if one["name"] == f"{name}Elements")


def attribute(name, value, of="api"):
    return edited(lambda written: variant(written, of)["attributes"].__setitem__(name, value))


def of_file(name, value):
    return edited(lambda written: variant(written, "api")["files"][0].__setitem__(name, value))


FAULTS = {
    "no home page": replaced(f"{STEM}.pom", b"<url>https://cognitoauth.dev</url>", b""),
    "a home page without TLS": replaced(
        f"{STEM}.pom", b"<url>https://cognitoauth.dev</url>", b"<url>http://cognitoauth.dev</url>"
    ),
    "no description": replaced(f"{STEM}.pom", b"description>", b"summary>"),
    "no licence": replaced(f"{STEM}.pom", b"licenses>", b"terms>"),
    "no developer": replaced(f"{STEM}.pom", b"developer>", b"person>"),
    "no repository": replaced(f"{STEM}.pom", b"scm:git:", b""),
    "another version": replaced(f"{STEM}.pom", b"<version>1.2.3<", b"<version>1.2.4<"),
    "a property for a version": replaced(f"{STEM}.pom", b"<version>5.18.1<", b"<version>${jna.version}<"),
    "no way to Gradle's metadata": replaced(f"{STEM}.pom", b"published-with-gradle-metadata", b"published"),
    "no AAR": without(f"{STEM}.aar"),
    "no sources": without(f"{STEM}-sources.jar"),
    "no documentation": without(f"{STEM}-javadoc.jar"),
    "no metadata for Gradle": without(f"{STEM}.module"),
    "no bill": without(f"{STEM}-cyclonedx.json"),
    "no MD5": without(f"{STEM}.pom.md5"),
    "another file's SHA-1": lambda files: {**files, f"{STEM}.aar.sha1": files[f"{STEM}.pom.sha1"]},
    "a leftover file": lambda files: {**files, "notes.txt": b""},
    "a leftover checksum": lambda files: {**files, "notes.txt.md5": b""},
    "format 1.0": edited(lambda written: written.__setitem__("formatVersion", "1.0")),
    "the format not first": edited(lambda written: written.__setitem__("formatVersion", written.pop("formatVersion"))),
    "an unknown value": edited(lambda written: written.__setitem__("extra", 1)),
    "another module": edited(lambda written: written["component"].__setitem__("module", "other")),
    "a status that is not standard": edited(
        lambda written: written["component"]["attributes"].__setitem__("org.gradle.status", "final")
    ),
    "two equal names": edited(lambda written: variant(written, "api").__setitem__("name", "runtimeElements")),
    "no variant to compile with": edited(lambda written: written["variants"].remove(variant(written, "api"))),
    "no variant with sources": edited(lambda written: written["variants"].remove(variant(written, "sources"))),
    "an unknown usage": attribute("org.gradle.usage", "java-api-jars"),
    "a text for a number": attribute("org.gradle.jvm.version", "8"),
    "a list as attribute": attribute("org.gradle.extra", ["a"]),
    "a jar instead of an AAR": attribute("org.gradle.libraryelements", "jar"),
    "another environment": attribute("org.gradle.jvm.environment", "standard-jvm"),
    "a variant here and elsewhere": edited(lambda written: variant(written, "api").__setitem__("available-at", {})),
    "a missing file": of_file("url", "other.aar"),
    "a file on another host": of_file("url", "https://example.com/a.aar"),
    "a size as text": of_file("size", "12"),
    "another file's SHA-512": of_file("sha512", "0" * 128),
    "a short SHA-256": of_file("sha256", "00"),
    "a dependency without a group": edited(lambda written: variant(written, "api")["dependencies"][0].pop("group")),
    "a missing dependency": edited(lambda written: variant(written, "api")["dependencies"].pop()),
    "another version of a dependency": edited(
        lambda written: variant(written, "runtime")["dependencies"][0]["version"].__setitem__("requires", "9")
    ),
    "an unknown constraint": edited(
        lambda written: variant(written, "api")["dependencies"][0]["version"].__setitem__("exactly", "1")
    ),
    "JNA as a jar": edited(
        lambda written: [one.pop("thirdPartyCompatibility", None) for one in variant(written, "api")["dependencies"]]
    ),
    "a bill without a hash": replaced(f"{STEM}-cyclonedx.json", b'"SHA-256"', b'"SHA-255"'),
}


class Publication(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with contextlib.redirect_stdout(io.StringIO()):
            cls.root = repository.made(cls)
        cls.folders = {folder.parent.name: folder for folder in pack_publication.artifacts(cls.root)}
        cls.files = pack_publication.contents(cls.folders["cognito-auth"])

    def test_every_artifact_has_all_that_is_required(self):
        self.assertGreater(len(self.folders), 4)
        for name, folder in self.folders.items():
            with self.subTest(name):
                self.assertEqual(publication.problems(pack_publication.contents(folder)), [])

    def test_every_fault_is_found(self):
        for name, spoil in FAULTS.items():
            with self.subTest(name):
                self.assertNotEqual(publication.problems(spoil(self.files)), [])

    def test_the_faults_of_the_metadata_are_found_by_its_own_rules(self):
        spoilt = {name: spoil(self.files) for name, spoil in FAULTS.items()}
        for name, files in spoilt.items():
            module = files.get(f"{STEM}.module")
            if module and module != self.files[f"{STEM}.module"]:
                found = gradle_module.problems(module, files[f"{STEM}.pom"], files)
                self.assertNotEqual(found, [], name)
                self.assertFalse(found[0].startswith("can't be read"), name)

    def test_the_xcframework_needs_its_checksum_and_its_bill(self):
        with tempfile.TemporaryDirectory() as folder:
            dist = Path(folder)
            repository.write_framework(dist)
            self.assertEqual(publication.framework_problems(dist), [])
            for name in (publication.FRAMEWORK_ZIP, publication.FRAMEWORK_CHECKSUM, publication.FRAMEWORK_BILL):
                written = (dist / name).read_bytes()
                (dist / name).write_bytes(b"another")
                self.assertEqual(len(publication.framework_problems(dist)), 1, name)
                (dist / name).unlink()
                self.assertEqual(publication.framework_problems(dist), [f"{name} is missing"])
                (dist / name).write_bytes(written)

    def test_metadata_that_cannot_be_parsed_or_names_a_value_twice_is_found(self):
        for data in (b"\xff", b"[]", b"{", b'{"formatVersion": "1.1", "formatVersion": "1.1"}'):
            self.assertNotEqual(gradle_module.problems(data, self.files[f"{STEM}.pom"], self.files), [])

    def test_gradle_gets_jna_as_an_aar_and_ours_by_its_metadata(self):
        api = variant(json.loads(self.files[f"{STEM}.module"]), "api")
        (jna,) = (one for one in api["dependencies"] if one["module"] == "jna")
        self.assertEqual((jna["group"], jna["module"], jna["version"]["requires"]), JNA)
        self.assertEqual(jna["thirdPartyCompatibility"]["artifactSelector"]["extension"], "aar")
        adapter = pack_publication.contents(self.folders["cognito-auth-okhttp"])["cognito-auth-okhttp-1.2.3.module"]
        (ours,) = (
            one for one in variant(json.loads(adapter), "api")["dependencies"] if one["module"] == "cognito-auth"
        )
        self.assertNotIn("thirdPartyCompatibility", ours)

    def test_a_jvm_gets_jna_as_a_jar_and_the_library_beside_the_classes(self):
        stem, files = "cognito-auth-jvm-1.2.3", pack_publication.contents(self.folders["cognito-auth-jvm"])
        api = variant(json.loads(files[f"{stem}.module"]), "api")
        self.assertEqual(api["attributes"]["org.gradle.jvm.environment"], "standard-jvm")
        (jna,) = (one for one in api["dependencies"] if one["module"] == "jna")
        self.assertNotIn("thirdPartyCompatibility", jna)
        natives = f"{stem}-natives-linux-x86-64.jar"
        self.assertEqual(publication.natives(stem, files), [natives])
        self.assertNotEqual(publication.problems(without(natives)(files)), [])
        # Only the artifact for JVMs has such a jar.
        beside = {name.replace(stem, STEM): data for name, data in files.items() if name.startswith(natives)}
        self.assertNotEqual(publication.problems({**self.files, **beside}), [])

    def test_each_bill_names_the_compiler_of_its_library(self):
        for name, target in (("cognito-auth", crates.ANDROID), ("cognito-auth-jvm", crates.LINUX)):
            (written,) = self.folders[name].glob("*-cyclonedx.json")
            versions = [one["version"] for one in json.loads(written.read_text())["components"] if one["name"] == "std"]
            self.assertEqual(versions, [crates.standard(repository.COMPILERS[target]).version])

    def test_a_signed_artifact_has_a_signature_for_each_file_except_the_checksums(self):
        signatures = {f"{name}.asc": b"" for name in publication.published(self.files)}
        self.assertEqual(publication.problems({**self.files, **signatures}, signed=True), [])
        del signatures[f"{STEM}.module.asc"]
        found = publication.problems({**self.files, **signatures}, signed=True)
        self.assertEqual(found, [f"{STEM}.module has no signature"])

    def test_a_second_run_gives_the_same_bytes(self):
        with contextlib.redirect_stdout(io.StringIO()):
            again = repository.made(type(self))
        for folder in pack_publication.artifacts(again):
            first = pack_publication.contents(self.folders[folder.parent.name])
            self.assertEqual(pack_publication.contents(folder), first)


if __name__ == "__main__":
    unittest.main()
