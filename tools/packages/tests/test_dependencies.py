"""No crate of the shipped library compiles C, is part of AWS's SDK or has two versions. The checks find such crates."""

import unittest

from inspection import dependencies


class Dependencies(unittest.TestCase):
    def test_no_crate_compiles_c(self):
        for target in dependencies.TARGETS:
            with self.subTest(target):
                self.assertEqual(dependencies.problems(dependencies.tree(target)), [])

    def test_a_crate_that_compiles_c_is_found(self):
        for name in ("cc", "cmake", "ring", "aws-lc-sys", "aws-lc-rs", "openssl-sys"):
            with self.subTest(name):
                listing = f"{dependencies.PACKAGE} v0.1.0\n{name} v1.2.3\n"
                self.assertEqual(dependencies.problems(listing), [f"{name} compiles C"])

    def test_the_library_has_no_crate_of_the_sdk_and_no_crate_in_two_versions(self):
        for target in dependencies.TARGETS:
            with self.subTest(target):
                self.assertEqual(dependencies.problems_of_linked(dependencies.linked(target)), [])

    def test_a_crate_of_the_sdk_and_a_crate_in_two_versions_are_found(self):
        listing = f"{dependencies.PACKAGE} v0.1.0\naws-smithy-types v1.9.3\nsyn v2.0.0\nsyn v3.0.0\nsyn v3.0.0\n"
        found = ["aws-smithy-types is part of AWS's SDK", "syn has 2 versions"]
        self.assertEqual(dependencies.problems_of_linked(listing), found)

    def test_a_listing_of_another_package_is_refused(self):
        for check in (dependencies.problems, dependencies.problems_of_linked):
            self.assertNotEqual(check("other v1.0.0\n"), [])

    def test_the_listing_names_the_crates_of_the_library(self):
        for target in dependencies.TARGETS:
            names = {line.split()[0] for line in dependencies.tree(target).splitlines() if line}
            self.assertLessEqual({"cognito-auth-core", "serde_json", "uniffi"}, names)


if __name__ == "__main__":
    unittest.main()
