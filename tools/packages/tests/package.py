"""The tests that every kind of package has."""


class PackageTests:
    """A package passes every check, and each check finds its faults. A TestCase mixes this in, and sets these members."""

    checks = None  # inspection.checks.Checks
    faults = None  # name of a check: functions that put a fault into the files
    files = None  # path: bytes

    def test_every_check_holds_for_the_package(self):
        for name in self.checks:
            with self.subTest(self.checks.title(name)):
                self.assertEqual(self.checks.problems(name, self.files), [])

    def test_every_check_finds_its_faults(self):
        for name in self.checks:
            for index, spoil in enumerate(self.faults[name]):
                with self.subTest(self.checks.title(name), fault=index):
                    self.assertNotEqual(self.checks.problems(name, spoil(self.files)), [])

    def test_every_check_has_its_faults_and_no_other_faults_are_listed(self):
        self.assertEqual(set(self.faults), set(self.checks))
