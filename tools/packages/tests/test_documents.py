"""Each artifact has its documentation and its sources beside it. The check finds an artifact that lacks them."""

import unittest

from inspection import documents
from inspection.archives import write_zip

from . import dist


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.poms = sorted(dist.DIST.glob("maven/dev/cognitoauth/*/*/*.pom"))
        cls.jars = documents.beside(dist.aar().with_suffix(".pom"))

    def test_each_artifact_has_both_jars_and_their_checksums(self):
        self.assertGreater(len(self.poms), 1)
        for pom in self.poms:
            self.assertEqual(documents.problems(documents.beside(pom)), [], pom.name)
            for end in documents.ENDS:
                path = pom.with_name(f"{pom.stem}-{end}.jar")
                self.assertEqual(dist.checksum(path), dist.written_checksum(path))

    def test_the_sources_include_the_generated_ones(self):
        self.assertTrue(any("/ffi/" in name for name in documents.entries(self.jars["sources"])))

    def test_a_missing_or_empty_jar_is_found(self):
        empty = write_zip({"index.html": b""})
        for end in documents.ENDS:
            for spoilt in (None, empty):
                self.assertNotEqual(documents.problems({**self.jars, end: spoilt}), [])

    def test_a_page_of_the_bridge_is_found(self):
        page = "cognito-auth/dev.cognitoauth.ffi/-auth/index.html"
        spoilt = write_zip({name: b"" for name in [*documents.entries(self.jars["javadoc"]), page]})
        self.assertNotEqual(documents.problems({**self.jars, "javadoc": spoilt}), [])


if __name__ == "__main__":
    unittest.main()
