"""What changed between two API dumps, and which part of the version must change for it (https://semver.org)."""

import re
from collections import Counter
from dataclasses import dataclass, field

MAJOR, MINOR, PATCH = "major", "minor", "patch"
INHERITS = "is a "
WITHIN = " > "
# A type, and what it inherits from or conforms to.
_SWIFT_TYPE = re.compile(r"((?:[@\w(), .*]+ )?(?:class|struct|enum|protocol) [\w.<>]+): (.+)")
_KOTLIN_TYPE = re.compile(r"((?:public|protected) .*(?:class|interface) \S+) : (.+)")
DUMPS = ("android/api/*.api", "ios/api/*.txt")


@dataclass
class Changes:
    """The declarations that are gone, those that break apps although they are new, and the other new ones. Each is
    `dump: type > declaration`."""

    removed: list = field(default_factory=list)
    breaking: list = field(default_factory=list)
    added: list = field(default_factory=list)

    @property
    def part(self):
        """The part of the version that must change."""
        return MAJOR if self.removed or self.breaking else MINOR if self.added else PATCH

    def lines(self):
        for title, found in (("gone", self.removed), ("breaks apps", self.breaking), ("new", self.added)):
            yield from (f"{title}: {text}" for text in found)


def declarations(text):
    """(type, declaration) of each line of a dump. The type is the path of the lines around it. What a type inherits from,
    or conforms to, is a declaration in the type."""
    around = []
    for line in text.splitlines():
        stripped = line.strip().removesuffix("{").rstrip()
        if not stripped or stripped == "}":
            continue
        depth = len(line) - len(line.lstrip())
        around = [(at, outer) for at, outer in around if at < depth]
        inside = around[-1][1] if around else ""
        head, inherited = _head(stripped)
        yield inside, head
        around.append((depth, _path(inside, head)))
        yield from ((_path(inside, head), f"{INHERITS}{name}") for name in inherited)


def _path(inside, head):
    return f"{inside}{WITHIN}{head}" if inside else head


def _head(line):
    """(line without what its type inherits from, names of what the type inherits from)."""
    match = _SWIFT_TYPE.fullmatch(line) or _KOTLIN_TYPE.fullmatch(line)
    return (match[1], re.split(r", ", match[2])) if match else (line, [])


def breaks_apps(inside, declaration, new, old):
    """Whether a new declaration breaks an app that compiled before. `new` and `old` are all declarations of the dumps.
    These break an app:

    - an abstract member of a Kotlin type, or a requirement of a Swift protocol without a default implementation, if the app
      implements the type
    - a case of an enum, or a class that inherits from an abstract class of ours, if the app lists all of them
    """
    if not inside:
        supers = [
            text.removeprefix(INHERITS) for around, text in new if around == declaration and text.startswith(INHERITS)
        ]
        return any(around == "" and text.endswith(f"abstract class {name}") for name in supers for around, text in old)
    if inside.startswith(("public", "protected")):
        name = inside.rpartition(" ")[2]
        entry = declaration.startswith("public static final field") and declaration.endswith(f" L{name};")
        return " abstract " in declaration or (entry and (inside, f"{INHERITS}java/lang/Enum") in new)
    if "protocol " in inside.rpartition(WITHIN)[2]:
        return not declaration.startswith("extension ") and not declaration.endswith("// has a default")
    return re.match(r"(?:indirect )?case \w", declaration) is not None


def compare(name, before, after):
    """The changes from one text of a dump to another."""
    old, new = Counter(declarations(before)), Counter(declarations(after))
    types = {"", *(_path(*one) for one in old.keys() & new.keys())}
    changes = Changes()

    def shown(inside, declaration):
        return f"{name}: {_path(inside, declaration)}"

    # The members of a type that is gone, or new, are not listed.
    changes.removed = [shown(*one) for one in sorted((old - new).elements()) if one[0] in types]
    for one in sorted((new - old).elements()):
        if one[0] in types:
            (changes.breaking if breaks_apps(*one, new, old) else changes.added).append(shown(*one))
    return changes


def compare_all(before, after):
    """The changes of all dumps, given as {name: text}. A dump that is gone is a removal, a new one an addition."""
    total = Changes()
    for name in sorted(before.keys() | after.keys()):
        one = compare(name, before.get(name, ""), after.get(name, ""))
        total.removed += one.removed
        total.breaking += one.breaking
        total.added += one.added
    return total


def numbers(version):
    return tuple(int(number) for number in version.partition("-")[0].split("."))


def least(last, part):
    """The lowest version after `last` in which this part changed. Before 1.0.0 a minor version may break apps, and the API
    may grow in a patch (https://semver.org, item 4)."""
    major, minor, patch = numbers(last)
    if major == 0:
        part = {MAJOR: MINOR, MINOR: PATCH, PATCH: PATCH}[part]
    if part == MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if part == MINOR else f"{major}.{minor}.{patch + 1}"


def allowed(last, version, part):
    """Whether `version` may follow `last` after changes that need this part."""
    return numbers(version) >= numbers(least(last, part))
