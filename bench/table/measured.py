"""The lines that the parts print: row, the measurement, who, the number and perhaps the version, separated by tabs."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    number: float
    version: str = ""


class Incomplete(Exception):
    """A figure is missing, unreadable, or belongs to no measurement."""


def read(lines, catalogue):
    """The figures by (measurement, who). Fails if a line is unreadable, repeated or not in the catalogue, or if a figure of
    the catalogue has no line."""
    known = set().union(*(one.figures for one in catalogue.measurements))
    figures, faults = {}, []
    for line in lines:
        kind, *fields = line.rstrip("\n").split("\t")
        if kind != "row":
            continue
        try:
            name, who, number, *version = fields
            figure = Figure(float(number), "".join(version))
        except ValueError:
            faults.append(f"unreadable: {line.rstrip()}")
            continue
        if (name, who) not in known:
            faults.append(f"unknown: {name}, {who}")
        elif (name, who) in figures:
            faults.append(f"measured twice: {name}, {who}")
        elif not (math.isfinite(figure.number) and figure.number >= 0):
            faults.append(f"no number: {line.rstrip()}")
        else:
            figures[name, who] = figure
    faults += [f"missing: {name}, {who}" for name, who in sorted(known - figures.keys())]
    if faults:
        raise Incomplete("\n".join(faults))
    return figures
