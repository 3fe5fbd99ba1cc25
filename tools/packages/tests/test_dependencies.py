"""No crate of the shipped library compiles C, and one that did would be found."""

import unittest

from inspection import dependencies


class Dependencies(unittest.TestCase):
    def test_no_crate_compiles_c(self):
        for target in dependencies.TARGETS:
            with self.subTest(target):
                self.assertEqual(dependencies.problems(dependencies.tree(target)), [])

    def test_each_crate_that_compiles_c_is_found(self):
        for name in ("cc", "cmake", "ring", "aws-lc-sys", "aws-lc-rs", "openssl-sys"):
            with self.subTest(name):
                listing = f"{dependencies.PACKAGE} v0.1.0\n{name} v1.2.3\n"
                self.assertEqual(dependencies.problems(listing), [f"{name} compiles C"])

    def test_a_listing_of_something_else_is_no_proof(self):
        self.assertNotEqual(dependencies.problems("other v1.0.0\n"), [])

    def test_the_listing_has_what_the_library_is_made_of(self):
        for target in dependencies.TARGETS:
            names = {line.split()[0] for line in dependencies.tree(target).splitlines() if line}
            self.assertLessEqual({"cognito-auth-core", "aws-sdk-cognitoidentityprovider", "uniffi"}, names)


if __name__ == "__main__":
    unittest.main()
