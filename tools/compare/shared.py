"""Where the modules are that this tool shares with the benchmarks and with the tests of the local pool."""

import pathlib
import sys

HERE = pathlib.Path(__file__).parent
REPOSITORY = HERE.parent.parent
OPERATIONS = REPOSITORY / "local-pool/tests/operations.txt"

# `contestants` and `process` start the servers, and `shapes` checks a response against AWS's description.
for folder in ("bench/servers", "local-pool/tests/clients"):
    sys.path.append(str(REPOSITORY / folder))
