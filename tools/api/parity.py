"""Checks that Swift and Kotlin have every type, field, case, error, call and function that crosses the bridge.

The core's side is read from bindings/src, whose declarations the compiler compares with the core's. Swift's and Kotlin's
sides are their API dumps. The comparison ignores case, and the parts that Amplify's guides add to the names of types
(`Auth…`, and in Swift `…Request.Options`). differences.toml says where a language has another name or place, and why. An
unused entry is an error. The methods of the ports are not compared: each language has ports of its own form.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]

# The members of each type, by their plain names. The calls of an instance are members of "client". The calls of
# AuthAccounts are members of "accounts". The bridge's functions, which belong to no type, are members of FUNCTIONS.
Api = dict[str, set[str]]
FUNCTIONS = "functions"
# The bridge's types whose calls an app makes on an instance, or on AuthAccounts.
CALLED_ON = {"AuthBridge": "client", "SessionStateObserver": "client", "AccountsBridge": "accounts"}

ATTRIBUTES = r"(?:#\[[^\n]*\n)*"
DECLARED = (
    r"uniffi::(?:remote\((?:Record|Enum|Error)\)|(?:Record|Enum|Error)\b)[^\n]*\]\n"
    rf"{ATTRIBUTES}pub (?:struct|enum) (\w+) \{{\n(.*?)\n\}}"
)
EXPORTED = r"#\[uniffi::export\b[^\n]*\]\n"


def plain(name: str) -> str:
    """A member's name in lower case, without underscores. The unit `milliseconds` is left out, because Swift has dates."""
    return re.sub(r"milliseconds$", "", name.replace("_", "").lower())


def plain_type(name: str) -> str:
    """A type's name in lower case, without the parts that Amplify's guides add to it."""
    return re.sub(r"^auth(?=.)|request(?=options)|\W", "", name.replace("$", ".").lower().replace(".", ""))


def read_bridge(source: Path) -> Api:
    """The records, enums, errors, calls and functions that bindings/src declares, except those for tests."""
    text = "\n".join(path.read_text() for path in sorted(source.rglob("*.rs")) if path.name != "testing.rs")
    api = {plain_type(name): set(bridge_members(body)) for name, body in re.findall(DECLARED, text, flags=re.DOTALL)}
    for exported, body in re.findall(rf"{EXPORTED}impl (\w+) \{{\n(.*?)\n\}}", text, flags=re.DOTALL):
        calls = set(re.findall(r"^    pub (?:async )?fn (\w+)\(", body, flags=re.MULTILINE)) - {"new"}
        api.setdefault(CALLED_ON.get(exported, plain_type(exported)), set()).update(map(plain, calls))
    functions = re.findall(rf"{EXPORTED}{ATTRIBUTES}pub (?:async )?fn (\w+)\(", text)
    api[FUNCTIONS] = {plain(function) for function in functions}
    return api


def bridge_members(body: str) -> Iterator[str]:
    """Fields and cases, but not the fields of a case: Swift does not name them."""
    for line in body.splitlines():
        found = re.match(r"    (?:pub )?(\w+)(?:[:,(]| \{)", line)
        if found:
            yield plain(found[1])


def read_swift(dump: Path) -> Api:
    """The types and their members. Indentation shows what is inside a type. An initializer's name is `init` and its first
    label."""
    api: Api = {}
    path: list[str] = []
    for line in dump.read_text().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        declaration = line.strip()
        path = path[:depth]
        words = re.sub(r"^(?:@\w+(?:\([^)]*\))? |extension |final |static |convenience |indirect |mutating )*", "", declaration)
        kind = re.match(r"(struct|enum|class|protocol|typealias|actor) (\w+)", words)
        if kind:
            path = [*path, kind[2]]
            api.setdefault(plain_type(".".join(path)), set())
            continue
        member = re.match(r"(?:func|let|var|case) `?(\w+)|(init)[?!]?\((\w*)", words)
        if member and path:
            api.setdefault(plain_type(".".join(path)), set()).add(plain("".join(filter(None, member.groups()))))
    return api


def read_kotlin(dump: Path) -> Api:
    """The classes, by their names on the JVM. A getter counts as its property, and a nested class as a case."""
    api: Api = {}
    current = ""
    for line in dump.read_text().splitlines():
        declared = re.match(r"public .*?(?:class|interface) dev/cognitoauth/(?:\w+/)?([\w$]+)", line)
        if declared:
            current = plain_type(declared[1])
            api.setdefault(current, set())
            outer, _, inner = declared[1].rpartition("$")
            if outer:
                api.setdefault(plain_type(outer), set()).add(plain(inner))
            continue
        member = re.match(r"\s+public .*?(?:fun|field) `?(\w+)", line)
        if member and current:
            api[current].add(plain(re.sub(r"^get(?=[A-Z])|-\w+$", "", member[1])))
            api[current].add(plain(member[1]))
    return api


def missing(core: Api, language: Api, names: dict[str, str], used: set[str]) -> Iterator[str]:
    """The items that the language lacks. `names` has the language's own names. An empty name means that the language has no
    such item. The name `other.member` means that the language has the item in the type `other`, and `other.` that it is a type
    of its own there."""
    for kind, members in sorted(core.items()):
        theirs = names.get(kind, kind)
        used.update({kind} & names.keys())
        if not theirs:
            continue
        if theirs not in language and kind != FUNCTIONS:
            yield kind
            continue
        for member in sorted(members):
            item = f"{kind}.{member}"
            used.update({item} & names.keys())
            wanted = names.get(item, member)
            place, _, name = wanted.rpartition(".")
            place = place or theirs
            if wanted and (place not in language or (name and name not in language[place])):
                yield item


def main() -> int:
    core = read_bridge(REPOSITORY / "bindings/src")
    languages = {
        "swift": read_swift(REPOSITORY / "ios/api/CognitoAuth.txt"),
        "kotlin": read_kotlin(REPOSITORY / "android/api/cognito-auth.api"),
    }
    differences = tomllib.loads((HERE / "differences.toml").read_text())
    errors = []
    for language, api in languages.items():
        names, used = differences[language], set[str]()
        errors += [f"{language} lacks {item}" for item in missing(core, api, names, used)]
        errors += [f"differences.toml: {language}: {item} is unused" for item in sorted(names.keys() - used)]
    places = "in Swift and in Kotlin, or in differences.toml"
    print("\n".join(errors) or f"{sum(map(len, core.values()))} items of {len(core)} types are {places}.")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
