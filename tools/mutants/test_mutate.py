"""Tests of mutate.py, and of how mutants.py ends a test program. The script `run` runs them first."""

import tempfile
import unittest
from pathlib import Path

from mutate import Mutator
from mutants import CRATE, Run


def changes(source: str) -> list[str]:
    """The changes of a source's mutants."""
    mutator = Mutator()
    mutator.mutate("core/src/a.rs", source.encode())
    return [mutant.change for mutant in mutator.mutants]


class MutatorTest(unittest.TestCase):
    """Every kind of change, and the code without mutants."""

    def test_every_kind_of_place_has_its_changes(self) -> None:
        for source, expected in [
            ("fn f() -> u8 { a == b }", ["!= for == in a == b"]),
            ("fn f() -> u8 { !a }", ["no ! in !a"]),
            ("fn f() -> u8 { if a { b } else { c } }", ["always a", "never a"]),
            ("fn f() -> u8 { match a { b if c => d } }", ["always c", "never c"]),
            ("fn f() -> u8 { a(); b }", ["without a();"]),
            ("fn f() -> u8 { return a; }", ["without return a;"]),
            ("fn f() -> u8 { a(1) }", ["1 more than 1 in (1)"]),
            ("fn f() {}", ["gives up at once"]),
            ("fn f() -> bool { a }", ["gives true at once", "gives false at once"]),
            ("fn f() -> Result<(), Error> { a }", ["gives Ok(()) at once"]),
        ]:
            self.assertEqual(changes(source), expected, source)

    def test_constants_tests_macros_and_patterns_have_no_mutants(self) -> None:
        for source in [
            "const A: u8 = 1 + 2;",
            "const fn f() -> bool { a == b }",
            "#[cfg(test)] mod tests { fn f() {} }",
            "fn f() -> u8 { a!(b == c) }",
            "fn f() -> u8 { if let A = b { c } else { d } }",
        ]:
            self.assertEqual(changes(source), [], source)

    def test_a_mutant_is_behind_its_switch_unless_it_does_not_compile(self) -> None:
        source = b"fn f() -> u8 { a == b }"
        switched = "fn f() -> u8 { (if crate::mutants::is(0) { a != b } else { a == b }) }"
        self.assertEqual(Mutator().mutate("core/src/a.rs", source), switched)
        self.assertEqual(Mutator(frozenset({0})).mutate("core/src/a.rs", source), source.decode())

    def test_a_name_says_the_file_the_function_and_the_change(self) -> None:
        mutator = Mutator()
        mutator.mutate("core/src/a.rs", b"impl A<B> { fn f() {} }")
        self.assertEqual(mutator.mutants[0].name, "core/src/a.rs: A::f: gives up at once")


class RunTest(unittest.TestCase):
    """The end of a test program."""

    def failure(self, script: str, limit: float = 60) -> str | None:
        """The failure of a test program that is this shell script."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, CRATE).mkdir()
            program = Path(folder, "program-0")
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
            return Run(Path(folder), []).failure(str(program), [], {}, limit)

    def test_a_time_limit_also_ends_what_the_program_has_started(self) -> None:
        stopped = "sleep 3600 & kill -STOP $!"
        self.assertEqual(self.failure(stopped, limit=1), "timeout")
        self.assertEqual(self.failure(f"{stopped}; wait", limit=1), "timeout")

    def test_a_program_ends_with_its_first_failed_test_or_its_status(self) -> None:
        self.assertEqual(self.failure("sleep 3600 & echo 'test a ... FAILED'; wait"), "program: a")
        self.assertEqual(self.failure("exit 3"), "program ends with 3")
        self.assertIsNone(self.failure("echo 'test a ... ok'"))


if __name__ == "__main__":
    unittest.main()
