"""The examples in the AWS CLI's own documentation, read from the package `awscli`."""

import dataclasses
import json
import pathlib
import re
import shlex

import awscli

FOLDER = pathlib.Path(awscli.__file__).parent / "examples"
SERVICES = ("cognito-idp", "cognito-identity")


@dataclasses.dataclass
class Example:
    name: str  # e.g. "list-users 2", the second example of this command
    service: str
    command: str
    words: list  # the command line, without `aws`
    files: dict  # the files that the text shows, by name
    output: object  # the output that the text shows; None if it shows none, or no valid JSON
    is_json: bool = True  # whether the shown output is JSON

    def option(self, name):
        """The value of an option, if the command line has it."""
        for index, word in enumerate(self.words):
            if word == f"--{name}":
                return self.words[index + 1]
            if word.startswith(f"--{name}="):
                return word.split("=", 1)[1]
        return None

    def everything(self):
        return "\n".join([*self.words, *self.files.values()])


def examples():
    """All examples, by their names."""
    found = {}
    for service in SERVICES:
        for path in sorted((FOLDER / service).glob("*.rst")):
            of_page = list(in_page(service, path.stem, path.read_text()))
            for number, example in enumerate(of_page, start=1):
                example.name = path.stem if len(of_page) == 1 else f"{path.stem} {number}"
                found[example.name] = example
    return found


def in_page(service, command, text):
    """The examples of a page. An indented paragraph is literal. The paragraph before it says what it is."""
    example, role = None, ""
    for block in blocks(text):
        if not block.startswith(" "):
            role = block
            continue
        words = command_line(block)
        if words[:2] == ["aws", service]:
            example = Example("", service, command, words[1:], {}, None)
            yield example
        elif example and role.lower().startswith("contents of"):
            example.files[re.search(r"``(.+?)``", role).group(1)] = block
        elif example and role.startswith("Output"):
            example.output, example.is_json = read(block)


def read(block):
    """The value of a shown output, and whether it is JSON at all."""
    try:
        return json.loads(block), True
    except ValueError:
        return None, False


def blocks(text):
    """The paragraphs of a page. Blank lines within a literal part don't end it."""
    lines, held = text.replace("\t", "    ").splitlines(), []
    for line in lines:
        starts = line.strip() and held and line.startswith(" ") != held[0].startswith(" ")
        ends = not line.strip() and held and not held[0].startswith(" ")
        if starts or ends:
            yield "\n".join(held).rstrip()
            held = []
        if line.strip() or held:
            held.append(line)
    if held:
        yield "\n".join(held).rstrip()


def command_line(block):
    """The words of a block's first command, as a shell reads them: a backslash at a line's end joins the next line."""
    first = re.sub(r"\\\n", " ", block).strip().split("\n")[0]
    try:
        return shlex.split(first)
    except ValueError:
        return []


def missing(shown, given, place="the output"):
    """What the shown output has and the given one lacks. Values may differ."""
    if isinstance(shown, dict):
        if not isinstance(given, dict):
            yield f"{place} is no object"
            return
        for name, value in shown.items():
            if name in given:
                yield from missing(value, given[name], f"{place}.{name}")
            else:
                yield f"{place}.{name}"
    elif isinstance(shown, list):
        if not isinstance(given, list) or (shown and not given):
            yield f"{place} is no list, or an empty one"
            return
        for element in shown:
            # The elements have no order. So for each one, some element of the output must have the same members.
            yield from min((list(missing(element, one, f"{place}[]")) for one in given), key=len)
