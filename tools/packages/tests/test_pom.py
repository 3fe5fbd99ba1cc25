"""The POM asks for the Kotlin that the classes are compiled for. The check finds a POM that does not."""

import unittest

from inspection import pom
from maven import Project
from maven import pom as written

from . import dist

STDLIB = b"<artifactId>kotlin-stdlib</artifactId>"


class Pom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.language = pom.language_version()
        cls.written = written(Project(pom.PROJECT), "0.0.0")

    def test_the_pom_asks_for_the_kotlin_of_the_classes(self):
        for data in (self.written, dist.aar().with_suffix(".pom").read_bytes()):
            self.assertEqual(pom.problems(data, self.language), [])

    def test_another_version_of_kotlin_is_found(self):
        older = "2.1"
        self.assertNotEqual(older, self.language)
        self.assertNotEqual(pom.problems(self.written, older), [])

    def test_a_pom_without_kotlins_library_is_found(self):
        self.assertIn(STDLIB, self.written)
        spoilt = self.written.replace(STDLIB, b"<artifactId>other</artifactId>")
        self.assertNotEqual(pom.problems(spoilt, self.language), [])


if __name__ == "__main__":
    unittest.main()
