"""Tests that stages run two at a time, that their outputs don't mix, and that no process is left when the run ends early."""

import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from shell import TOOLS

# Waits for at most 60 s until a shell command succeeds, and fails if it never does.
WAIT = "for _ in $$(seq 1200); do {0} && break; sleep 0.05; done; {0}"
# Two stages that meet: each waits until the other has begun.
MEET = f"meet-%:\n\t@echo first $*; touch $*; {WAIT.format('[ -e a ] && [ -e b ]')} && echo last $*\n"
# A stage that never ends, and neither does a process that it starts. With `stubborn`, that process ignores SIGTERM.
ENDLESS = "endless:\n\t@sleep 600 & echo $$! >process; wait\n"
STUBBORN = "stubborn:\n\t@sh -c 'trap \"\" TERM; echo $$$$ >process; while :; do sleep 1; done'\n"
MAKE_FAILS = 2
GOOD = "good:\n\t@echo good >>ran\n"
# It fails while `endless` runs.
BAD = f"bad:\n\t@{WAIT.format('[ -s process ]')} && echo why; exit 1\n"


def heed_interrupts() -> None:
    """A shell's background jobs ignore SIGINT, and so do their children. This process heeds it again."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Stages(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkout = Path(folder.name).resolve()
        (self.checkout / "tools").mkdir()
        for script in ("cache.sh", "stage", "stages"):
            (self.checkout / "tools" / script).write_text((TOOLS / script).read_text())
            (self.checkout / "tools" / script).chmod(0o755)
        (self.checkout / "Makefile").write_text(MEET + ENDLESS + STUBBORN + GOOD + BAD)

    def start(self, *stages: str, at_once: int = 2, limit: int = 600) -> subprocess.Popen[str]:
        environment = {
            **os.environ, "COGNITO_AUTH_CACHE": str(self.checkout / "cache"), "CARGO_TARGET_DIR": "-",
            "STAGES_AT_ONCE": str(at_once), "STAGE_SECONDS": str(limit),
        }  # fmt: skip
        process = subprocess.Popen(
            [self.checkout / "tools/stages", *stages], env=environment, cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=heed_interrupts,
        )  # fmt: skip
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def run_stages(self, *stages: str, at_once: int = 2, limit: int = 600) -> tuple[int, str]:
        process = self.start(*stages, at_once=at_once, limit=limit)
        printed, _ = process.communicate(timeout=120)
        return process.returncode, printed

    def started(self) -> int:
        """The process that `endless` or `stubborn` has started."""
        file, end = self.checkout / "process", time.monotonic() + 60
        while not (file.exists() and file.read_text().strip()):
            self.assertLess(time.monotonic(), end, "the stage has started no process")
            time.sleep(0.05)
        return int(file.read_text())

    def assert_ended(self, process: int) -> None:
        """A process that has ended may still be a zombie."""
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        self.assertEqual(state, "Z")

    def test_two_stages_run_at_once_and_their_outputs_do_not_mix(self) -> None:
        status, printed = self.run_stages("meet-a", "meet-b")
        self.assertEqual(status, 0, printed)
        for name in "ab":
            self.assertRegex(printed, rf"== meet-{name}\nfirst {name}\nlast {name}\n-- meet-{name}: passed after \d+ s\n")
            (log,) = self.checkout.glob(f"cache/checkouts/*/logs/meet-{name}.log")
            self.assertEqual(log.read_text(), f"first {name}\nlast {name}\n")
        self.assertRegex(printed, r"\n-- seconds: meet-[ab] \d+, meet-[ab] \d+; in all \d+\n$")

    def test_one_at_a_time_they_begin_in_order_and_a_failure_begins_no_other(self) -> None:
        (self.checkout / "process").write_text("1")
        status, printed = self.run_stages("good", "bad", "good", at_once=1)
        self.assertEqual((status, (self.checkout / "ran").read_text()), (MAKE_FAILS, "good\n"), printed)
        self.assertRegex(printed, r"(?s)== good\n.*== bad\nwhy\n")

    def test_a_failure_ends_the_other_stage_and_is_shown_last(self) -> None:
        status, printed = self.run_stages("endless", "bad", "good")
        self.assertEqual(status, MAKE_FAILS, printed)
        failed = r"== bad\nwhy\n.*\n-- bad: FAILED .* after \d+ s\n-- ended: endless\n-- seconds: bad \d+; in all \d+\n$"
        self.assertRegex(printed, failed)
        self.assertFalse((self.checkout / "ran").exists())
        self.assert_ended(self.started())

    def test_an_interrupted_run_ends_what_its_stages_have_started(self) -> None:
        for number, stage in ((signal.SIGINT, "endless"), (signal.SIGTERM, "endless"), (signal.SIGTERM, "stubborn")):
            with self.subTest(number=number, stage=stage):
                run = self.start(stage)
                process = self.started()
                run.send_signal(number)
                printed, _ = run.communicate(timeout=120)
                self.assertEqual(run.returncode, 128 + number, printed)
                self.assert_ended(process)
                (self.checkout / "process").unlink()

    def test_a_stage_that_takes_too_long_is_ended_and_the_run_says_which_one_it_was(self) -> None:
        for at_once in (1, 2):
            with self.subTest(at_once=at_once):
                status, printed = self.run_stages("endless", at_once=at_once, limit=3)
                self.assertEqual(status, 124, printed)
                self.assertIn("== endless\n", printed)
                self.assertRegex(printed, r"\n-- endless did not end within 3 s\n-- seconds: endless \d+; in all \d+\n$")
                self.assert_ended(self.started())
                (self.checkout / "process").unlink()

    def test_without_a_stage_the_run_fails(self) -> None:
        self.assertNotEqual(self.run_stages()[0], 0)


if __name__ == "__main__":
    unittest.main()
