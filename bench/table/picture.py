"""The picture of docs/measurements.md: a line for each measurement that has a title for it. Each dot
is an implementation: what it costs, as a multiple of our first implementation in that line.

The picture is drawn from the page's own table, so the two can't disagree. It follows the reader's light or dark mode.
"""

import math
from dataclasses import dataclass
from html import escape

import figures as texts

WIDTH, LEFT, RIGHT = 1000, 290, 40
TOP, LINE = 96, 46
DOT = 5.5
# The width of a letter of a label, for labels that must not touch.
LETTER = 6.3

STYLE = """
    text { font: 12px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 17px; font-weight: 600 }
    .quiet { fill: #59636e }
    .row { font-size: 13px; text-anchor: end }
    .grid { stroke: #d1d9e0 }
    .one { stroke: #1a7f64; stroke-width: 2 }
    .ours { fill: #1a7f64 }
    .other-ours { fill: none; stroke: #1a7f64; stroke-width: 2 }
    .peer { fill: #bc4c00 }
    .middle { text-anchor: middle }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .quiet { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .one { stroke: #3fb68b }
      .ours { fill: #3fb68b }
      .other-ours { stroke: #3fb68b }
      .peer { fill: #f0883e }
    }
"""


@dataclass(frozen=True)
class Point:
    who: str
    # The cost, as a multiple of what the first of ours costs.
    multiple: float
    is_ours: bool


@dataclass(frozen=True)
class Line:
    title: str
    points: tuple[Point, ...]


def lines(catalogue, found):
    """The lines of the picture, from the page's rows. Figures of zero have no place on a logarithmic scale."""
    for one in catalogue.measurements:
        if not one.picture:
            continue
        numbers = {who: texts.number(found[one.name, who].figure, one.unit) for who in one.everyone}
        first = numbers[one.everyone[0]]
        points = tuple(
            Point(who, first / number if one.more_is_better else number / first, who in one.ours)
            for who, number in numbers.items()
            if number and first
        )
        yield Line(one.picture, points)


class Scale:
    """A logarithmic scale over whole decades."""

    def __init__(self, multiples):
        self.low = math.floor(math.log10(min(multiples)))
        self.high = max(math.ceil(math.log10(max(multiples))), self.low + 1)

    def x(self, multiple):
        part = (math.log10(multiple) - self.low) / (self.high - self.low)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    @property
    def decades(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def draw(lines):
    """The picture as SVG."""
    lines = list(lines)
    scale = Scale([point.multiple for line in lines for point in line.points])
    height = TOP + LINE * len(lines) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title">',
        '<title id="title">What the same work costs, as a multiple of what it costs this project</title>',
        f"<style>{STYLE}</style>",
        '<text class="title" x="20" y="30">What the same work costs, as a multiple of this project</text>',
        *legend(),
    ]
    for decade in scale.decades:
        x = scale.x(decade)
        kind = "one" if decade == 1 else "grid"
        parts.append(f'<line class="{kind}" x1="{x}" y1="{TOP - 12}" x2="{x}" y2="{height - 20}"/>')
        parts.append(f'<text class="quiet middle" x="{x}" y="{TOP - 18}">{decade:,.10g}×</text>')
    for number, line in enumerate(lines):
        parts += drawn(line, scale, TOP + LINE * number + LINE / 2)
    return "\n".join([*parts, "</svg>", ""])


def legend():
    y, texts_ = 54, (("ours", "ours"), ("other-ours", "in another language"), ("peer", "something else"))
    x = 26
    for kind, text in texts_:
        yield f'<circle class="{kind}" cx="{x}" cy="{y - 4}" r="{DOT - 1}"/>'
        yield f'<text class="quiet" x="{x + 10}" y="{y}">{text}</text>'
        x += 30 + len(text) * LETTER
    yield f'<text class="quiet" x="{x + 10}" y="{y}">further right: it costs more. The scale is logarithmic.</text>'


def drawn(line, scale, y):
    """A line: its title, its dots, and the labels that have room, above the dots or else below."""
    yield f'<text class="row" x="{LEFT - 14}" y="{y + 4}">{escape(line.title)}</text>'
    taken = {-11: [], 20: []}
    for number, point in enumerate(line.points):
        kind = "peer" if not point.is_ours else "other-ours" if number else "ours"
        x, label = scale.x(point.multiple), f"{short(point.who)} {texts.rounded(point.multiple)}×"
        title = f"{point.who}: {texts.rounded(point.multiple)}×"
        yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="{DOT}"><title>{escape(title)}</title></circle>'
        if number == 0:
            continue
        half = len(label) * LETTER / 2
        middle = min(max(x, LEFT + half), WIDTH - half - 4)
        for offset, spans in taken.items():
            if all(middle + half < begin or end < middle - half for begin, end in spans):
                spans.append((middle - half, middle + half))
                yield f'<text class="quiet middle" x="{middle:.1f}" y="{y + offset}">{escape(label)}</text>'
                break


def short(who):
    """Who, in a label: the lines are about CognitoAuth, so its other languages need only their names."""
    return who.removeprefix("CognitoAuth in ").partition(",")[0]
