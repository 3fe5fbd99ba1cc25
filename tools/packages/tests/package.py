"""The tests that the AAR and the xcframework share."""


class PackageTests:
    """Tests that a package passes every check, and that each check finds its faults. A TestCase inherits from this class
    too, and sets these members."""

    checks = None  # the checks of this kind of package: an inspection.checks.Checks
    faults = None  # name of a check: a list of functions, each of which returns the files with one fault
    files = None  # the package's files, as path: bytes

    def test_every_check_holds_for_the_package(self):
        for name in self.checks:
            with self.subTest(self.checks.title(name)):
                self.assertEqual(self.checks.problems(name, self.files), [])

    def test_every_check_finds_its_faults(self):
        for name in self.checks:
            for index, spoil in enumerate(self.faults[name]):
                with self.subTest(self.checks.title(name), fault=index):
                    self.assertNotEqual(self.checks.problems(name, spoil(self.files)), [])

    def test_the_checks_and_the_lists_of_faults_have_the_same_names(self):
        self.assertEqual(set(self.faults), set(self.checks))
