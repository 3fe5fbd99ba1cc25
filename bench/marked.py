"""A page with a part that a program writes: the lines between two marks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    begin: str
    end: str

    def replaced(self, page, made):
        """The page, with these lines in place of those between the marks."""
        before, after = self._around(page)
        return f"{before}{self.begin}\n{made}\n{self.end}{after}"

    def held(self, page):
        """The lines between the marks."""
        before, after = self._around(page)
        return page[len(before) + len(self.begin) : len(page) - len(after) - len(self.end)].strip().splitlines()

    def _around(self, page):
        if page.count(self.begin) != 1 or page.count(self.end) != 1 or page.index(self.begin) > page.index(self.end):
            raise ValueError(f"the page needs the lines {self.begin} and {self.end}")
        return page.partition(self.begin)[0], page.partition(self.end)[2]
