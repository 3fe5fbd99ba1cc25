"""The part of the page local-pool/docs/comparison.md that compare.py writes."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from marked import Marked

PAGE = Path(__file__).resolve().parents[2] / "local-pool/docs/comparison.md"
TRIED = Marked("<!-- tried -->", "<!-- end of what is tried -->")


def held(page):
    """The rows of the page's table, without the line under its head. The first row has the servers."""
    lines = TRIED.held(page)
    rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines]
    return [row for row in rows if not row[0].startswith("---")]
