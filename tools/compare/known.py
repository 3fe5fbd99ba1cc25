"""The differences between the local pool and Cognito that are known and explained: known.toml."""

import fnmatch
import tomllib

from endpoints import AWS, LOCAL_POOL
from shared import HERE

FILE = HERE / "known.toml"
PAIR = (LOCAL_POOL, AWS)
# The members of an entry that are patterns; `local-pool` and `aws` are for what each side shows.
PATTERNS = ("request", "kind", "place", *PAIR)
NEEDED = {"request", "reason", "link"}


def entries(path=FILE):
    found = tomllib.loads(path.read_text()).get("known", [])
    for entry in found:
        if not NEEDED <= entry.keys() <= NEEDED | set(PATTERNS):
            form = f"needs {sorted(NEEDED)}, and can have {PATTERNS}"
            raise ValueError(f"{path.name}: an entry {form}; this one has {sorted(entry)}")
    return found


def explained(differences, kinds, known):
    """Returns the differences that are not known, those that are, and the entries that fit no difference."""
    if sorted(kinds) != sorted(PAIR):
        return differences, [], []
    others, fit, used = [], [], set()
    for difference in differences:
        number = next((at for at, entry in enumerate(known) if fits(entry, difference, kinds)), None)
        (others if number is None else fit).append(difference)
        used.add(number)
    return others, fit, [entry for at, entry in enumerate(known) if at not in used]


def fits(entry, difference, kinds):
    values = {
        "request": difference.request, "kind": difference.kind, "place": difference.place,
        kinds[0]: difference.left, kinds[1]: difference.right,
    }
    # A bracket is no pattern here, because places have brackets.
    patterns = {name: entry[name].replace("[", "[[]") for name in PATTERNS if name in entry}
    return all(fnmatch.fnmatchcase(values[name], pattern) for name, pattern in patterns.items())
