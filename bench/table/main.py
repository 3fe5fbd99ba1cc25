"""The table of `make bench`.

    main.py commands [PART…]     prints each part with its command
    main.py table ROWS [PART…]   prints the table of the rows in a file, and where it differs from docs/measurements.md
    main.py renew ROWS LOAD      writes the table and the picture into docs/; LOAD was the machine's load before the run
    main.py check                checks the page and the picture in docs/, without measuring

Fails if a row is missing, or belongs to no measurement of rows.toml.
"""

import argparse
import datetime
import os
import sys
from pathlib import Path

import catalogue
import measured
import page
import picture

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = "measurements.md"
PICTURE = "images/measurements.svg"


def machine():
    """This machine, in words: the processor, the memory and the system."""
    processor = named(Path("/proc/cpuinfo"), "model name", ":") or "a processor that does not say its model"
    system = named(Path("/etc/os-release"), "PRETTY_NAME", "=").strip('"') or os.uname().sysname
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {processor}, {memory:.0f} GiB of memory, {system}"


def named(path, name, separator):
    """The value that a file of the system has for a name. Empty if the file or the name is missing."""
    lines = path.read_text().splitlines() if path.exists() else []
    found = (line.partition(separator) for line in lines)
    return next((value.strip() for key, _, value in found if key.strip() == name), "")


def block(rows, load):
    """What the page says about a run: where it ran, and the table."""
    today = datetime.date.today().isoformat()
    return f"Measured on {today} on {machine()}. The load was {load} before the run.\n\n{page.table(rows)}"


def check(docs, known):
    """The faults of the page and of the picture."""
    text = (docs / PAGE).read_text()
    try:
        found = page.by_figure(known, page.read(text))
        drawn = picture.draw(picture.lines(known, found))
    except ValueError as fault:
        return str(fault).splitlines()
    faults = []
    if (docs / PICTURE).read_text() != drawn:
        faults.append(f"{PICTURE} is not what the table gives")
    if f"({PICTURE})" not in text:
        faults.append("the page does not show the picture")
    if f"({PAGE})" not in (docs / "SUMMARY.md").read_text():
        faults.append("SUMMARY.md does not list the page")
    return faults


def renew(docs, known, figures, load):
    file = docs / PAGE
    text = page.MEASURED.replaced(file.read_text(), block(page.rows(known, figures), load))
    file.write_text(text)
    found = page.by_figure(known, page.read(text))
    (docs / PICTURE).write_text(picture.draw(picture.lines(known, found)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("commands").add_argument("parts", nargs="*")
    table = kinds.add_parser("table")
    table.add_argument("rows", type=Path)
    table.add_argument("parts", nargs="*")
    renewal = kinds.add_parser("renew")
    renewal.add_argument("rows", type=Path)
    renewal.add_argument("load")
    kinds.add_parser("check")
    arguments = parser.parse_args()
    known = catalogue.read()
    if getattr(arguments, "parts", None):
        known = known.only(arguments.parts)
    if arguments.kind == "commands":
        print("\n".join(f"{part}\t{command}" for part, command in known.parts.items()))
    elif arguments.kind == "check":
        if faults := check(DOCS, known):
            sys.exit("\n".join(f"measurements: {fault}" for fault in faults))
    else:
        figures = measured.read(arguments.rows.read_text().splitlines(), known)
        if arguments.kind == "renew":
            renew(DOCS, known, figures, arguments.load)
        print(page.table(page.rows(known, figures)))
        if arguments.kind == "table":
            report(known, figures)


def report(known, figures):
    """Says where the figures differ from the page's, if the page has a table."""
    shown = list(page.read((DOCS / PAGE).read_text()))
    if not shown:
        return
    titles = {one.title for one in known.measurements}
    rows = (row for row in shown if row.title in titles)
    lines = list(page.differences(known, figures, rows))
    print(f"\nDifferences from docs/{PAGE} (of counts, and of over {page.NOISE - 1:.0%} elsewhere): {len(lines)}")
    print("\n".join(f"  {line}" for line in lines))


if __name__ == "__main__":
    try:
        main()
    except (measured.Incomplete, ValueError) as fault:
        sys.exit("\n".join(f"measurements: {line}" for line in str(fault).splitlines()))
