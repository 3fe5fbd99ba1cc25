"""What a comparison prints, and its file."""

import json
import textwrap
from collections import defaultdict

from differ import KINDS

WIDTH = 125
# The most requests that are named for one difference.
NAMED = 3
# The longest value that is printed as a whole, in characters.
LONGEST = 400


class Comparison:
    """Two runs of the same requests, and what differs."""

    def __init__(self, kinds, requests, differences, known=(), unused=(), left_out=(), left=()):
        self.kinds, self.requests, self.differences = kinds, requests, differences
        # Known differences, the entries of known.toml that explain none, scenarios not played, and what was not deleted.
        self.known, self.unused, self.left_out, self.left = known, unused, left_out, left

    def counts(self):
        """How many differences each kind has, and in how many requests."""
        found = defaultdict(list)
        for difference in self.differences:
            found[difference.kind].append(difference.request)
        return {kind: (len(found[kind]), len(set(found[kind]))) for kind in KINDS if kind in found}

    def groups(self):
        """The differences with their requests. A difference that several requests have is listed once."""
        groups = defaultdict(list)
        for it in self.differences:
            groups[it.kind, it.place, it.left, it.right].append(it.request)
        order = list(KINDS)
        return sorted(groups.items(), key=lambda group: (order.index(group[0][0]), group[1][0]))

    def text(self):
        left, right = self.kinds
        lines = [f"{'kind':9} {'differences':>11} {'requests':>9}  what differs"]
        lines += [f"{kind:9} {count:11} {requests:9}  {KINDS[kind]}" for kind, (count, requests) in self.counts().items()]
        lines.append("")
        for (kind, place, *sides), requests in self.groups():
            more = f" and {len(requests) - NAMED} more" if len(requests) > NAMED else ""
            lines += wrapped(f"{kind}{f' {place}' if place else ''}  [{'; '.join(requests[:NAMED])}{more}]", "")
            lines += wrapped(f"{left}: {brief(sides[0])}", "    ")
            lines += wrapped(f"{right}: {brief(sides[1])}", "    ")
        if self.differences:
            lines.append("")
        for scenario in self.left_out:
            lines.append(f"Not played, because codes can't be read: {scenario.name} ({len(scenario.steps)} requests)")
        if self.known:
            lines.append(f"{len(self.known)} known differences are not listed; tools/compare/known.toml explains them.")
        for entry in self.unused:
            lines.append(f"An entry of known.toml explains nothing any more: {entry['request']}: {entry['reason']}")
        lines += [f"Not deleted at {kind}: {line}" for kind, line in self.left]
        differ = len({difference.request for difference in self.differences})
        lines.append(f"{self.requests} requests: {self.requests - differ} the same, {differ} with differences")
        return "\n".join(lines)

    def write(self, path):
        """Writes everything as JSON. The file has no secret either."""
        content = {
            "left": self.kinds[0], "right": self.kinds[1], "requests": self.requests,
            "counts": {
                kind: {"differences": count, "requests": requests} for kind, (count, requests) in self.counts().items()
            },
            "differences": [difference.as_json() for difference in self.differences],
            "known": [difference.as_json() for difference in self.known],
            "unusedKnown": list(self.unused),
            "notPlayed": [scenario.name for scenario in self.left_out],
            "notDeleted": [{"at": kind, "what": line} for kind, line in self.left],
        }
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def brief(text):
    """A text, without its middle if it is long. The file has the whole text."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST // 2]} … {text[-LONGEST // 4:]}"


def wrapped(text, indent):
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") or [indent]
