"""The part of the page local-pool/docs/comparison.md that compare.py writes."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "local-pool/docs/comparison.md"
BEGIN, END = "<!-- tried -->", "<!-- end of what is tried -->"


def replaced(page, made):
    before, after = around(page)
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def around(page):
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ValueError(f"the page needs the lines {BEGIN} and {END}")
    return page.partition(BEGIN)[0], page.partition(END)[2]


def held(page):
    """The rows of the page's table, without its rule: the first has the servers."""
    before, after = around(page)
    lines = page[len(before) + len(BEGIN) : len(page) - len(after) - len(END)].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines]
    return [row for row in rows if not row[0].startswith("---")]
