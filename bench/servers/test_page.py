"""The page has a row for each ability that is tried, and the versions that are pinned."""

import json
import re
import unittest
from pathlib import Path

from page import PAGE, held

HERE = Path(__file__).parent


class Page(unittest.TestCase):
    def test_the_page_has_each_ability_with_each_server_in_its_pinned_version(self):
        servers, *rows = held(PAGE.read_text())
        source = "".join((HERE / "abilities" / name).read_text() for name in ("users.py", "tokens.py"))
        abilities = re.findall(r'(?m)^@ability\("(.*)"\)$', source)
        self.assertGreater(len(abilities), 15)
        self.assertEqual([row[0] for row in rows], abilities, "RENEW=1 make compare-servers")
        pinned = dict(re.findall(r"(?m)^([\w-]+)(?:\[\w+\])?==(\S+)$", (HERE / "requirements.in").read_text()))
        pinned |= json.loads((HERE / "package.json").read_text())["dependencies"]
        for server in servers[2:]:
            name, _, version = server.partition(" ")
            self.assertEqual(version, pinned[name], "RENEW=1 make compare-servers")
        for text, *cells in rows:
            self.assertEqual(len(cells), 4, text)
            for cell in cells:
                self.assertRegex(cell, "^(yes|no: .+)$", text)


if __name__ == "__main__":
    unittest.main()
