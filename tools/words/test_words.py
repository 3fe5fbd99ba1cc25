"""Tests that the check notices a word planted for each pattern, leaves plain English alone, and reports unused exceptions."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import words


class Patterns(unittest.TestCase):
    def test_each_pattern_notices_the_word_planted_for_it(self) -> None:
        for pattern in words.patterns():
            with self.subTest(pattern.planted):
                self.assertTrue(list(pattern.notices(words.Text(pattern.planted))))

    def test_no_pattern_notices_a_text_that_is_listed_as_fine(self) -> None:
        listed = words.patterns()
        for text in (text for pattern in listed for text in pattern.fine):
            for pattern in listed:
                with self.subTest(text, pattern=pattern.write):
                    self.assertEqual(list(pattern.notices(words.Text(text))), [])

    def test_identifiers_are_read_as_words(self) -> None:
        for written in ("openQuestion", "OpenQuestion", "OPEN_QUESTION", "open_question", "open-question"):
            self.assertEqual(words.read_aloud(written), "open question")
        self.assertEqual(words.read_aloud("HTTPReply2Part"), "http reply2 part")

    def test_a_phrase_is_noticed_across_the_lines_of_a_comment(self) -> None:
        for mark in ("///", "//!", "//", " *", "#", ""):
            text = f"{mark} The record is kept\n    {mark} aside, for ever.\n"
            (found,) = words.findings("file.rs", text, words.patterns())
            self.assertEqual((found.line, found.word.split()[0]), (1, "kept"))


class Check(unittest.TestCase):
    def run_check(self, text: str, exceptions: str = "", path: str = "core/file.rs") -> tuple[str, str]:
        """The output of the check for a repository of one file, and how the check ends."""
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder, "exceptions.txt")
            listed.write_text(exceptions)
            allowed = words.exceptions(listed)
        with (
            mock.patch.object(words, "files", lambda _: [(path, text)]),
            mock.patch.object(words, "exceptions", lambda: allowed),
            mock.patch("sys.argv", ["check-words"]),
            contextlib.redirect_stdout(io.StringIO()) as printed,
        ):
            try:
                words.main()
            except SystemExit as end:
                return printed.getvalue(), str(end)
            return printed.getvalue(), ""

    def test_every_planted_word_fails_the_check_and_names_its_line(self) -> None:
        for pattern in words.patterns():
            with self.subTest(pattern.planted):
                path = pattern.files[0].replace("*.rs", "*").replace("*", "file.rs")
                printed, end = self.run_check(f"\n// {pattern.planted}\n", path=path)
                self.assertIn(f"{path}:2: ", printed)
                self.assertIn(pattern.write, printed)
                self.assertIn("words to replace", end)

    def test_an_exception_lets_its_line_through_and_no_other_line(self) -> None:
        text = "// A desk.\n"
        self.assertEqual(self.run_check(text, "core/file.rs: // A desk.\n"), ("", ""))
        self.assertNotEqual(self.run_check(text + "// Two desks.\n", "core/file.rs: // A desk.\n")[1], "")

    def test_an_exception_without_a_use_fails_the_check(self) -> None:
        printed, end = self.run_check("// A table.\n", "core/file.rs: // A desk.\n")
        self.assertIn("nothing to let through: core/file.rs: // A desk.", printed)
        self.assertIn("1 exceptions without a use", end)

    def test_a_word_in_a_path_is_noticed(self) -> None:
        found = list(words.findings("core/questions.rs", "", words.patterns()))
        self.assertEqual([(finding.line, finding.word) for finding in found], [(0, "questions")])

    def test_every_file_of_ours_is_read(self) -> None:
        read = {path for path, _ in words.files(["tools", "bench", "Makefile"])}
        self.assertLessEqual({"Makefile", "tools/check-words", "bench/README.md", "bench/srp/run"}, read)
        self.assertNotIn("bench/srp/Cargo.lock", read)

    def test_a_path_without_a_file_fails_the_check(self) -> None:
        for chosen in (["no/such/path"], ["tools", "no/such/path"]):
            with self.assertRaisesRegex(SystemExit, "no/such/path"):
                list(words.files(chosen))


if __name__ == "__main__":
    unittest.main()
