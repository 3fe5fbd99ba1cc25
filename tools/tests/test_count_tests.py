"""Tests that the count has the tests of every run in a log, and fails for a skipped test or a run without tests."""

import tempfile
import unittest
from pathlib import Path

from shell import TOOLS, run


def xctest(ran: int, skipped: int = 0, name: str = "All", result: str = "passed") -> str:
    """What XCTest prints at the end of a run, after a suite of its own."""
    left_out = f"{skipped} test{'s'[: skipped != 1]} skipped and " if skipped else ""
    executed = f"\t Executed {ran} test{'s'[: ran != 1]}, with {left_out}0 failures (0 unexpected) in 0.1 (0.1) seconds\n"
    suite = f"Test Suite 'ClientTests' passed at 2030-01-02 03:04:05.678\n{executed}"
    return f"{suite}Test Suite '{name} tests' {result} at 2030-01-02 03:04:05.678\n{executed}"


def testing(ran: int) -> str:
    return f"\u25c7 Test run started.\n\u2714 Test run with {ran} test{'s'[: ran != 1]} passed after 0.1 seconds.\n"


class Count(unittest.TestCase):
    def count(self, stage: str, log: str) -> tuple[int, str]:
        """The exit status of the count of a stage's log, and what the count prints."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, f"test-{stage}.log").write_text(log)
            counted = run(TOOLS / "count-tests", folder, f"test-{stage}")
        return counted.returncode, counted.stdout.strip()

    def test_each_run_of_swift_counts(self) -> None:
        log = xctest(14) + testing(4) + xctest(8, name="Selected") + testing(0) + xctest(1, result="failed")
        self.assertEqual(self.count("swift", log), (0, "tests swift=27 skipped=0"))

    def test_a_skipped_test_of_any_run_of_swift_is_noticed(self) -> None:
        skipped_by_testing = '\u279c Test "a user signs in" skipped: "no network"\n', "\u279c Test signIn() skipped.\n"
        for log in (
            xctest(14, skipped=1) + xctest(8),
            xctest(14, skipped=2) + testing(4),
            *(xctest(14) + line + testing(4) + xctest(8) for line in skipped_by_testing),
        ):
            with self.subTest(log):
                status, printed = self.count("swift", log)
                self.assertEqual(status, 1)
                self.assertRegex(printed, r"skipped=[12]$")

    def test_a_run_of_swift_whose_filter_matches_nothing_is_noticed(self) -> None:
        self.assertEqual(self.count("swift", xctest(14) + testing(4) + xctest(0, name="Selected") + testing(0))[0], 1)

    def test_the_colours_of_a_terminal_are_left_out(self) -> None:
        self.assertEqual(self.count("swift", f"\x1b[92m{testing(4)}\x1b[0m")[1], "tests swift=4 skipped=0")

    def test_the_other_stages_count_each_summary(self) -> None:
        cargo = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n"
        surefire = "[INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 0"
        for stage, log, ran in (
            ("rust", cargo * 2, 6),
            ("ministack", cargo, 3),
            ("kotlin", f"{surefire}, Time elapsed: 0.1 s -- in dev.cognitoauth.ClientTest\n{surefire}\n{surefire}\n", 10),
            ("clients", "12 passed, 0 failed, 0 skipped\n", 12),
            ("packages", "Ran 7 tests in 0.1s\n\nOK\n", 7),
        ):
            with self.subTest(stage):
                status, printed = self.count(stage, log)
                self.assertEqual(status, 0)
                self.assertIn(f"={ran}", printed)

    def test_a_skipped_test_of_another_stage_and_a_stage_without_a_test_are_noticed(self) -> None:
        for stage, log in (
            ("rust", "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n"),
            ("kotlin", "[WARNING] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1\n"),
            ("clients", "12 passed, 0 failed, 1 skipped\n"),
            ("packages", "Ran 7 tests in 0.1s\n\nOK (skipped=1)\n"),
            *((stage, "\n") for stage in ("rust", "kotlin", "swift", "clients", "ministack", "packages")),
        ):
            with self.subTest(stage, log=log):
                self.assertEqual(self.count(stage, log)[0], 1)


if __name__ == "__main__":
    unittest.main()
