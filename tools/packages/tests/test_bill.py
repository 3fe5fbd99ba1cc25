"""The bills of materials and the licences name every linked crate. Both fail on a crate without a licence. The test needs no
build."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bill
import crates
import licences
from inspection import bill as rules
from inspection import dependencies

COMPILER = "rustc 1.2.3 (0123abc 2024-01-01)"
LISTING = """\
0 cognito-auth-ffi v1.0.0 (/somewhere)|Apache-2.0
1 first v1.2.3|MIT OR Apache-2.0
2 second v0.1.0|MIT/Apache-2.0
1 second v0.1.0|MIT/Apache-2.0 (*)
"""
KNOWN = {("first", "1.2.3"): "1" * 64, ("second", "0.1.0"): "2" * 64}
ROOT = {"bom-ref": "root", "name": "package", "version": "1.0.0"}
DEPENDENCY = {"groupId": "io.ktor", "artifactId": "other", "version": "1.0", "scope": "compile"}


class Bills(unittest.TestCase):
    def setUp(self):
        self.crates, self.uses = crates.tree(LISTING, KNOWN)

    def bill(self, **changes):
        given = {"linked": self.crates, "uses": self.uses, "extra": [crates.standard(COMPILER)], **changes}
        return bill.bill(ROOT, b"archive", **given)

    def spoilt(self, change):
        written = json.loads(self.bill())
        change(written)
        return rules.problems(json.dumps(written).encode())

    def test_a_tree_gives_the_crates_and_who_uses_whom(self):
        self.assertEqual([crate.name for crate in self.crates], ["cognito-auth-ffi", "first", "second"])
        first, second = "pkg:cargo/first@1.2.3", "pkg:cargo/second@0.1.0"
        self.assertEqual(self.uses, {"cognito-auth-ffi@1.0.0": {first, second}, first: {second}, second: set()})
        self.assertEqual(self.crates[2].licence, "MIT OR Apache-2.0")

    def test_a_line_that_is_no_crate_and_a_crate_without_a_licence_are_refused(self):
        for text in ("first v1.2.3\n", "0 first v1.2.3|\n"):
            with self.assertRaises(ValueError):
                crates.tree(text, KNOWN)

    def test_the_bill_follows_the_rules_and_has_each_crate_with_its_hash(self):
        self.assertEqual(rules.problems(self.bill()), [])
        hashes = {one["name"]: one.get("hashes") for one in json.loads(self.bill())["components"]}
        self.assertEqual(hashes["first"], [{"alg": "SHA-256", "content": "1" * 64}])
        self.assertEqual(hashes.keys(), {"cognito-auth-ffi", "first", "second", "std"})

    def test_the_same_inputs_give_the_same_bytes_and_others_another_serial_number(self):
        self.assertEqual(self.bill(), self.bill())
        numbers = {json.loads(one)["serialNumber"] for one in (self.bill(), self.bill(extra=[]))}
        self.assertEqual(len(numbers), 2)

    def test_a_dependency_of_maven_needs_a_pinned_checksum_and_a_licence(self):
        path = "io/ktor/other/1.0/other-1.0.jar"
        entry = bill.of_maven(DEPENDENCY, {path: "3" * 64})
        self.assertEqual(rules.problems(self.bill(added=[entry])), [])
        with self.assertRaises(KeyError):
            bill.of_maven(DEPENDENCY, {})
        with self.assertRaises(KeyError):
            bill.of_maven({**DEPENDENCY, "groupId": "com.example"}, {path.replace("io/ktor", "com/example"): "3" * 64})

    def test_every_fault_is_found(self):
        faults = {
            "format": lambda written: written.update(specVersion="1.5"),
            "serial number": lambda written: written.update(serialNumber="1"),
            "unknown value": lambda written: written.update(extra=1),
            "time": lambda written: written["metadata"].update(timestamp="2024-01-01T00:00:00Z"),
            "licence": lambda written: written["components"][0].update(licenses=[]),
            "hash": lambda written: written["components"][2].pop("hashes"),
            "hash of the package": lambda written: written["metadata"]["component"].pop("hashes"),
            "purl": lambda written: written["components"][2].update(purl="first"),
            "version": lambda written: written["components"][0].pop("version"),
            "twice": lambda written: written["components"].append(written["components"][0]),
            "unused": lambda written: next(d for d in written["dependencies"] if d["ref"] == "root").update(
                dependsOn=[]
            ),
            "unknown": lambda written: written["dependencies"][0]["dependsOn"].append("other"),
            "composition": lambda written: written["compositions"][0].update(assemblies=["other"]),
        }
        for name, change in faults.items():
            with self.subTest(name):
                self.assertNotEqual(self.spoilt(change), [])

    def test_the_bill_of_each_platform_follows_the_rules(self):
        for target in (crates.ANDROID, crates.APPLE):
            with self.subTest(target):
                extra = crates.others(target, COMPILER)
                written = bill.bill(ROOT, b"archive", *crates.linked(target), extra)
                self.assertEqual(rules.problems(written), [])


class Licences(unittest.TestCase):
    def test_one_licence_is_chosen(self):
        chosen = {"MIT OR Apache-2.0": "Apache-2.0", "Unlicense OR MIT": "MIT", "MPL-2.0": "MPL-2.0"}
        for expression, licence in chosen.items():
            self.assertEqual(licences.chosen(expression), licence)
        with self.assertRaises(ValueError):
            licences.chosen("MIT AND Apache-2.0")

    def test_the_text_has_each_crate_and_each_text_once(self):
        one, two = (crates.Crate(name, "1.0.0", "MIT") for name in ("one", "two"))
        text = licences.document("Package", [one, two], lambda _: ["Permission is granted"]).decode()
        self.assertIn("one 1.0.0: MIT\ntwo 1.0.0: MIT\n", text)
        self.assertEqual(text.count("Permission is granted"), 1)
        self.assertIn("one 1.0.0, two 1.0.0:\n", text)

    def test_a_crate_without_the_text_of_its_licence_is_refused(self):
        for licence in ("MIT", "BSD-3-Clause"):
            with self.assertRaises(ValueError):
                licences.document("Package", [crates.Crate("one", "1.0.0", licence)], lambda _: [])

    def test_the_text_is_in_copying_or_unlicense_only_if_the_crate_has_no_other_file(self):
        crate = crates.Crate("one", "1.0.0", "MIT")
        for files, expected in (
            (["COPYING", "NOTICE"], ["COPYING", "NOTICE"]),
            (["UNLICENSE"], ["UNLICENSE"]),
            (["COPYING", "LICENSE-APACHE", "LICENSE-MIT", "UNLICENSE"], ["LICENSE-MIT"]),
            (["COPYING", "LICENSE-APACHE"], []),
        ):
            with self.subTest(files), tempfile.TemporaryDirectory() as folder:
                for name in files:
                    Path(folder, name).write_text(f"{name}\n")
                with mock.patch.object(crates, "folder", return_value=Path(folder)):
                    self.assertEqual(list(licences.texts(crate)), expected)

    def test_the_text_of_each_platform_names_every_crate(self):
        for target in (crates.ANDROID, crates.APPLE):
            contained = [*crates.linked(target)[0], *crates.others(target, COMPILER)]
            text = licences.document("Package", contained).decode()
            with self.subTest(target):
                self.assertEqual(list(dependencies.missing_licences(text, target)), [])
                spoilt = text.replace("\ntokio ", "\nother ")
                self.assertNotEqual(list(dependencies.missing_licences(spoilt, target)), [])

    def test_the_unwinder_of_the_ndk_is_named_with_the_ndks_revision(self):
        with tempfile.TemporaryDirectory() as ndk:
            Path(ndk, "source.properties").write_text("Pkg.Desc = Android NDK\nPkg.Revision = 27.1.2\n")
            (found,) = crates.unwinder(ndk)
        self.assertEqual((found.name, found.version), ("libunwind", "27.1.2"))


if __name__ == "__main__":
    unittest.main()
