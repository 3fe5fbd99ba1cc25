"""Checks the links of the built documentation, and the shape of the addresses in it and in the repository's Markdown.

    links.py SITE

A link within the site has to lead to a file of the site, and to an anchor in it, if it is HTML. A link to another site has
to be an http or https address of a host with a dot; nothing is fetched. The test `links` of the core checks the Markdown's
links to files and headings.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
ATTRIBUTE = re.compile(r"""\s(id|name|href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
SCRIPT = re.compile(r"<(script|style)\b([^>]*)>.*?</\1>", re.S)
# The fragment of a link to lines of a source page, such as `2-9`. The page has an anchor for each line.
LINES = re.compile(r"(\d+)(?:-(\d+))?")
# Below this heading, rustdoc repeats the documentation of other crates' traits, whose links lead nowhere without those
# crates.
FOREIGN = 'id="blanket-implementations"'
# Rustdoc does not write these scripts for each trait and type whose page names one.
OPTIONAL = re.compile(r"(\.\./)*(trait|type)\.impl/.*\.js")
REDIRECT = re.compile(r'<meta http-equiv="refresh" content="0;URL=([^"]*)"')
MARKDOWN_ADDRESS = re.compile(r"\]\((\w+:[^)\s]*)\)|<(https?:[^>\s]*)>")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.S | re.M)
# Examples of addresses that exist on the reader's machine only.
LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost)(:\d+)?(/|$)")
HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass
class Page:
    """What a page links to, and the anchors that other pages can link to."""

    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)


def html_page(text: str) -> Page:
    page, is_ours = Page(), True
    for tag in TAG.findall(SCRIPT.sub(r"<\1\2>", text)):
        is_ours = is_ours and FOREIGN not in tag
        for name, *values in ATTRIBUTE.findall(tag):
            value = unescape(next(filter(None, values), ""))
            if name in ("id", "name"):
                page.anchors.add(value)
            elif is_ours:
                page.links.add(value)
    return page


def docc_page(text: str) -> Page:
    """A page of DocC, from the JSON that the site's script draws."""
    page = Page()
    content = json.loads(text)
    for reference in content.get("references", {}).values():
        if "url" in reference and reference["type"] in ("topic", "link", "section"):
            page.links.add(reference["url"])
    return page


def shape_problem(address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme in ("mailto", "data") or LOCAL.match(address):
        return None
    if parts.scheme not in ("https", "http"):
        return f"an address with the scheme {parts.scheme!r}"
    if not HOST.fullmatch(parts.hostname or "") or re.search(r"[\s<>\"{}|\\^`]", address):
        return "not an address of a host"
    return None


class Site:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        # Each folder of DocC is a site of its own. Its pages are in `data`, and their paths begin at the folder.
        self.docc = [data.parent for data in self.root.rglob("data") if (data / "documentation").is_dir()]
        self.page = cache(self._page)

    def _page(self, file: Path) -> Page:
        text = file.read_text(errors="replace")
        return docc_page(text) if file.suffix == ".json" else html_page(text)

    def files(self) -> Iterator[Path]:
        for file in sorted(self.root.rglob("*.html")):
            if not any(folder in file.parents for folder in self.docc):
                yield file
        for folder in self.docc:
            yield from sorted((folder / "data").rglob("*.json"))

    def target(self, file: Path, path: str) -> Path:
        """The file that a link's path leads to."""
        folder = next((folder for folder in self.docc if folder in file.parents), None)
        if folder and path.startswith("/"):
            return folder / "data" / f"{path.strip('/')}.json"
        target = (self.root / path.lstrip("/") if path.startswith("/") else file.parent / path).resolve()
        return target / "index.html" if target.is_dir() else target

    def problem(self, file: Path, link: str) -> str | None:
        if link.startswith("javascript:") or link in ("", "#") or OPTIONAL.fullmatch(link):
            return None
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", link) or link.startswith("//"):
            return shape_problem(link)
        parts = urlsplit(link)
        target = self.target(file, unquote(parts.path)) if parts.path else file
        if self.root not in target.parents or not target.is_file():
            return "no such page"
        if not parts.fragment or target.suffix != ".html":
            return None
        if redirect := REDIRECT.search(target.read_text(errors="replace")):
            return self.problem(target, f"{redirect[1]}#{parts.fragment}")
        anchors = self.page(target).anchors
        lines = LINES.fullmatch(parts.fragment)
        wanted = set(filter(None, lines.groups())) if lines else {parts.fragment}
        return None if wanted <= anchors or unquote(parts.fragment) in anchors else "no such anchor"

    def problems(self) -> Iterator[str]:
        for file in self.files():
            for link in sorted(self.page(file).links):
                if why := self.problem(file, link):
                    yield f"{file.relative_to(self.root)}: {link}: {why}"


def markdown_problems() -> Iterator[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard", "*.md"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split("\0")[:-1]:
        file = REPOSITORY / name
        text = file.read_text() if file.exists() else ""
        for found in MARKDOWN_ADDRESS.finditer(CODE.sub("", text)):
            address = found[1] or found[2]
            if not address.startswith("doc:") and (why := shape_problem(address)):
                yield f"{name}: {address}: {why}"
        if ".docc/" in name:
            for guide in re.findall(r"`(docs/[^`]*\.md)`", text):
                if not (REPOSITORY / guide).exists():
                    yield f"{name}: {guide}: no such file"


def main() -> None:
    site = Site(Path(sys.argv[1]))
    problems = [*site.problems(), *markdown_problems()]
    if problems:
        sys.exit("\n".join(problems[:30]) + f"\n{len(problems)} links are wrong")
    pages = list(site.files())
    links = sum(len(site.page(file).links) for file in pages)
    if not links:
        sys.exit(f"{site.root} has no page with a link")
    print(f"{links} links of {len(pages)} pages are right")


if __name__ == "__main__":
    main()
