"""Measures what a stored session costs, in several languages. Prints rows for bench/table.

The arguments: WHO=COMMAND, with tabs between the words of the command. The command gets a measurement and a number of
calls, and prints the nanoseconds of one call. A cold start is a process of its own. In each round, all programs take
turns, and the smallest number of all rounds counts, because a busy machine can only make a program slower.

valgrind counts the instructions of our program in Rust; it can't run Swift's runtime for Linux. The program runs twice
under valgrind, and one of the two runs does more. The difference of the two counts leaves out what every process does
once, such as its start.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "table"))
from catalogue import INSTRUCTIONS, read  # noqa: E402

ROUNDS = 9
# How many calls a program makes for a measurement. The programs make them in 20 batches. A cold start is one call.
CALLS = {"valid-fetch": 4_000, "attribute-name": 100_000, "state-now": 20_000, "cancel": 20, "slow-keystore-fetch": 1}
# How many calls the first and the second run under valgrind make.
FEW, MANY = 400, 2_400


@dataclass
class Program:
    who: str
    command: list[str]

    @classmethod
    def of(cls, argument):
        who, _, command = argument.partition("=")
        return cls(who, command.split("\t"))

    def nanoseconds(self, measurement):
        return float(self._run([], measurement, CALLS.get(measurement, 1)).stdout)

    def version(self):
        """The version of others' clients."""
        return "" if self.who.startswith("CognitoAuth") else self._run([], "version").stdout.strip()

    def instructions(self, measurement):
        """The instructions of one call."""
        if measurement in CALLS:
            return (self._counted(measurement, MANY) - self._counted(measurement, FEW)) / (MANY - FEW)
        return self._counted(measurement, 1) - self._counted("nothing", 1)

    def _counted(self, *arguments):
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        for line in self._run(valgrind, *arguments).stderr.splitlines():
            if "Collected : " in line:
                return int(line.rpartition(":")[2])
        raise RuntimeError(f"valgrind could not count the instructions of {self.who}")

    def _run(self, prefix, *arguments):
        command = [*prefix, *self.command, *map(str, arguments)]
        finished = subprocess.run(command, capture_output=True, text=True)
        if finished.returncode:
            raise RuntimeError(f"{self.who}, {arguments}: {finished.stdout}{finished.stderr}")
        return finished


def main():
    programs = {program.who: program for program in map(Program.of, sys.argv[1:])}
    measurements = read().only(["session"]).measurements
    smallest = {}
    for _ in range(ROUNDS):
        for measurement in measurements:
            for who in measurement.everyone:
                key = measurement.name, who
                number = programs[who].nanoseconds(measurement.name)
                smallest[key] = min(smallest.get(key, number), number)
    for (name, who), nanoseconds in smallest.items():
        print("row", name, who, nanoseconds / 1e9, programs[who].version(), sep="\t")
    for measurement in measurements:
        for who in measurement.counted:
            print("row", measurement.name + INSTRUCTIONS, who, programs[who].instructions(measurement.name), sep="\t")


if __name__ == "__main__":
    main()
