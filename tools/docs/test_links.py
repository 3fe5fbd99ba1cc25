"""Tests that the check finds links that lead nowhere, and leaves right ones alone."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import links

RIGHT = """<html><link rel="stylesheet" href="style.css"><a id="top"></a><h2 id='a b'>x</h2>
<a href="#top">1</a><a href="other/index.html#there">2</a><a href="other/">3</a><a href="#a%20b">4</a>
<a href="https://docs.aws.amazon.com/cognito/">5</a><a href="http://127.0.0.1:9229/">6</a><a href="other/lines.html#2-3">7</a>
<a href="moved.html#there">8</a>
<script>"<a href='in-a-script.html'>"</script><code>&lt;a href="in-text.html"&gt;</code></html>"""


class Links(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("style.css", "")
        self.write("other/index.html", '<p id="there"></p>')
        self.write("moved.html", '<meta http-equiv="refresh" content="0;URL=other/index.html">')
        self.write("other/lines.html", "<a id=1></a><a id=2></a><a id=3></a>")
        self.write("swift/data/documentation/a.json", self.docc("/documentation/a/b", "https://swift.org"))
        self.write("swift/data/documentation/a/b.json", self.docc())

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def docc(self, *urls: str) -> str:
        return json.dumps({"references": {url: {"type": "topic", "url": url} for url in urls}})

    def problems(self) -> list[str]:
        return list(links.Site(self.root).problems())

    def test_right_links_are_left_alone(self) -> None:
        self.write("index.html", RIGHT)
        self.assertEqual(self.problems(), [])
        self.assertEqual(len(links.html_page(RIGHT).links), 9)

    def test_each_wrong_link_is_found(self) -> None:
        wrong = ("none.html", "#none", "moved.html#none", "../outside.html", "other/lines.html#2-9", "none.png")
        shapes = ("ftp://example.com/", "https://nohost/", "https://", "https://exa mple.com/", "//example/none")
        for link in (*wrong, *shapes):
            with self.subTest(link):
                self.write("index.html", f'<img src="{link}">')
                self.assertEqual(len(self.problems()), 1)

    def test_links_in_the_documentation_of_other_crates_are_not_checked(self) -> None:
        self.write("index.html", '<h2 id="blanket-implementations">x</h2><a href="super::Span">1</a><a href="none.html">2</a>')
        self.assertEqual(self.problems(), [])

    def test_a_page_of_docc_that_is_missing_is_found(self) -> None:
        for url in ("/documentation/a/none", "/documentation/none", "https://nohost/"):
            self.write("swift/data/documentation/a.json", self.docc(url))
            self.assertEqual(len(self.problems()), 1, url)

    def test_an_address_in_markdown_is_found(self) -> None:
        text = "[a](https://example.com/b_(c)) <http://example.org> [d](page.md) `[e](f:g)`"
        found = [first or second for first, second in links.MARKDOWN_ADDRESS.findall(links.CODE.sub("", text))]
        self.assertEqual(found, ["https://example.com/b_(c", "http://example.org"])

    def test_every_page_of_the_repository_is_read(self) -> None:
        for name in ("plain.md", "with space.md", "\u00fcber.md", "docs/caf\u00e9.md"):
            self.write(name, "[a](ftp://example.com/)")
        subprocess.run(["git", "init", "--quiet", self.root], check=True)
        with mock.patch.object(links, "REPOSITORY", self.root):
            found = {problem.split(": ")[0] for problem in links.markdown_problems()}
        self.assertEqual(found, {"plain.md", "with space.md", "\u00fcber.md", "docs/caf\u00e9.md"})


if __name__ == "__main__":
    unittest.main()
