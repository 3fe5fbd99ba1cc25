"""The text with the licences of what a package contains. The same inputs give the same bytes."""

import crates

LICENCE = crates.REPOSITORY / "LICENSE"
HEAD = """\
{package} is under the Apache License 2.0, whose text is at the end. It is built from the software below, each under
the licence beside it. Where a project offers several licences, this is the one that {package} uses.
"""
# Where a licence's text is, if the crate has no file with it. The MPL asks for the source's address too.
ELSEWHERE = {
    "MPL-2.0": "Its text is at https://mozilla.org/MPL/2.0/. The source is at https://crates.io/crates/{crate}."
}
# The text ends with the repository's own licence, which is also the text of these licences.
APACHE = {"Apache-2.0", "Apache-2.0 WITH LLVM-exception"}
NAMES = ("LICENSE", "LICENCE")
# What a crate may have beside such a file, for another of its licences. Some crates have no other file.
ALONE = ("COPYING", "UNLICENSE")


# The expressions with AND that were checked by hand. All licences of such an expression apply.
ALL_OF = {"Apache-2.0 AND ISC", "MIT AND BSD-3-Clause"}


def chosen(expression):
    """The licence that the package uses, from an SPDX expression with OR only. An expression in ALL_OF is used as it
    is. Raises ValueError for any other."""
    if expression in ALL_OF:
        return expression
    choices = [part.strip() for part in expression.split(" OR ")]
    if any(word in expression for word in ("(", " AND ")):
        raise ValueError(f"{expression}: choose by hand")
    return next((one for one in ("Apache-2.0", "MIT") if one in choices), choices[0])


def texts(crate):
    """The licence texts and notices in the crate's own files."""
    place, licence = crates.folder(crate), chosen(crate.licence)
    files = [(file.name.upper(), file) for file in sorted(place.iterdir())] if place else []
    names = NAMES if any(name.startswith(NAMES) for name, _ in files) else ALONE
    for name, file in files:
        if name.startswith("NOTICE"):
            yield file.read_text().strip()
        elif licence not in APACHE and name.startswith(names):
            # With several files, the names say which licence each has.
            if names is ALONE or not any(other in name for other in ("APACHE", *ALONE, "ZLIB")):
                yield file.read_text().strip()


def document(package, linked, read=texts):
    """The text for a package that contains these crates. `read` gives the texts of a crate."""
    lines, quoted = [], {}
    for crate in sorted((c for c in linked if not c.name.startswith("cognito-")), key=lambda c: (c.name, c.version)):
        licence = chosen(crate.licence)
        lines.append(f"{crate.name} {crate.version}: {licence}")
        found = [text for text in read(crate) if text]
        if licence in ELSEWHERE:
            found = found or [ELSEWHERE[licence].format(crate=crate.name)]
        if licence not in APACHE and not found:
            raise ValueError(f"{crate.name} {crate.version} is under {licence}, and has no file with its text")
        for text in found:
            quoted.setdefault(text, []).append(f"{crate.name} {crate.version}")
    parts = [HEAD.format(package=package), "\n".join(lines) + "\n"]
    parts += [f"{', '.join(names)}:\n\n{text}\n" for text, names in quoted.items()]
    parts.append(LICENCE.read_text())
    return f"\n{'-' * 80}\n\n".join(parts).encode()
