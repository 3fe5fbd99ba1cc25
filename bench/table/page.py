"""The table, and the page docs/measurements.md that contains it."""

import sys
from dataclasses import dataclass
from pathlib import Path

import figures as texts
from catalogue import INSTRUCTIONS

sys.path.append(str(Path(__file__).resolve().parents[1]))

from marked import Marked

HEAD = ("measurement", "of", "figure", "× the first", "instructions", "command")
RULE = "| --- | --- | ---: | ---: | ---: | --- |"
# `make bench RENEW=1` writes what is between these two lines of the page.
MEASURED = Marked("<!-- measured -->", "<!-- end of what is measured -->")
# A figure that is not a count is reported only if it differs by more than this factor.
NOISE = 1.1


@dataclass(frozen=True)
class Row:
    title: str
    # With the version, such as `aws-amplify 6.22.1`.
    who: str
    figure: str
    ratio: str
    instructions: str
    command: str


def rows(catalogue, measured):
    """The rows of the table, in the order of the catalogue."""
    for one in catalogue.measurements:
        first = one.everyone[0]
        for who in one.everyone:
            figure = measured[one.name, who]
            yield Row(
                one.title,
                f"{who} {figure.version}".rstrip(),
                texts.text(figure.number, one.unit),
                ratio(measured, one.name, who, first),
                instructions(one, measured, who),
                f"`{catalogue.parts[one.part]}`",
            )


def ratio(measured, name, who, first):
    """The figure as a multiple of the first one. Empty for the first one itself, and if the first one is zero."""
    reference = measured[name, first].number
    return texts.rounded(measured[name, who].number / reference) if who != first and reference else ""


def instructions(measurement, measured, who):
    if who not in measurement.counted:
        return ""
    name = measurement.name + INSTRUCTIONS
    text = texts.text(measured[name, who].number, "instructions")
    multiple = ratio(measured, name, who, measurement.counted[0])
    return f"{text} (× {multiple})" if multiple else text


def table(rows):
    """The rows in Markdown. Only the first row of a measurement has the title."""
    lines, title = [f"| {' | '.join(HEAD)} |", RULE], None
    for row in rows:
        shown, title = ("" if row.title == title else row.title), row.title
        cells = (shown, row.who, row.figure, row.ratio, row.instructions, row.command)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def read(page):
    """The rows of the page's table."""
    title = ""
    for line in MEASURED.held(page):
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if line.startswith("|") and line != RULE and tuple(cells) != HEAD:
            title = cells[0] or title
            yield Row(title, *cells[1:])


def who_is(row, measurement):
    """Who of the measurement is in this row. The row may have a version after the name."""
    fitting = [who for who in measurement.everyone if row.who == who or row.who.startswith(f"{who} ")]
    return max(fitting, key=len, default=None)


def by_figure(catalogue, rows):
    """(measurement, who): the row of the page. Refuses a page that lacks a row, or has a row too many."""
    found, faults = {}, []
    titles = {one.title: one for one in catalogue.measurements}
    for row in rows:
        measurement = titles.get(row.title)
        who = measurement and who_is(row, measurement)
        if who is None or (measurement.name, who) in found:
            faults.append(f"a row too many: {row.title}, {row.who}")
        else:
            found[measurement.name, who] = row
    for one in catalogue.measurements:
        faults += [f"no row: {one.title}, {who}" for who in one.everyone if (one.name, who) not in found]
        faults += [
            f"no instructions: {one.title}, {who}"
            for who in one.counted
            if (one.name, who) in found and not found[one.name, who].instructions
        ]
    if faults:
        raise ValueError("\n".join(faults))
    return found


def differences(catalogue, measured, page_rows):
    """A line for each figure that clearly differs from the page's."""
    found = by_figure(catalogue, page_rows)
    for one in catalogue.measurements:
        for who in one.everyone:
            now, then = measured[one.name, who].number, texts.number(found[one.name, who].figure, one.unit)
            if differ(now, then, one.unit):
                yield f"{one.title}, {who}: {texts.text(now, one.unit)} now, {texts.text(then, one.unit)} in the page"


def differ(now, then, unit):
    if unit == "count" or not (now and then):
        return now != then
    return not 1 / NOISE <= now / then <= NOISE
