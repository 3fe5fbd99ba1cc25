"""Figures as people read them, and back."""

# The scales of each unit, from small to large, each with its factor.
SCALES = {
    "seconds": (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1)),
    "bytes": (("bytes", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9)),
    "instructions": (("", 1), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)),
    "per second": (("per second", 1),),
    "count": (("", 1),),
}
DIGITS = 3


def text(number, unit):
    """Such as 4.12 ms. Counts are whole."""
    if unit == "count":
        return f"{number:,.0f}"
    scales = SCALES[unit]
    # A number that would be rounded up to 1,000 of a scale gets the next scale.
    name, factor = next(
        (scale for scale, larger in zip(scales, scales[1:]) if float(f"{number / scale[1]:.{DIGITS}g}") < 1000),
        scales[-1],
    )
    return f"{rounded(number / factor)} {name}".rstrip()


def rounded(number):
    """A number with three digits: 0.0412, 4.12, 41.2, 412, 4,120."""
    if number == 0:
        return "0"
    number = float(f"{number:.{DIGITS}g}")
    whole_digits = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    if whole_digits:
        return f"{number:,.{max(0, DIGITS - whole_digits)}f}"
    decimals = DIGITS
    while float(f"{number:.{decimals}f}") != number:
        decimals += 1
    return f"{number:.{decimals}f}"


def number(figure, unit):
    """The number of a figure's text, in the unit of the catalogue."""
    digits, _, scale = figure.partition(" ")
    return float(digits.replace(",", "")) * dict(SCALES[unit])[scale]
