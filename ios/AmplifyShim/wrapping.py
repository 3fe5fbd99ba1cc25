"""Turns a snippet of a guide into a file that compiles on its own.

A guide omits the code around a snippet, has placeholders such as `<a name>`, and contains mistakes. `source` adds the
code around the snippet, fills the placeholders, and corrects the mistakes.
"""

import re

# The names that a guide's statements use but do not define.
PARAMETERS = "username: String, password: String, teamID: String, error: any Error"


def source(name, text, module):
    """The snippet as a file."""
    body = mended(re.sub(r"^import .*\n", "", text, flags=re.M))
    code = [line for line in body.splitlines() if line.strip() and not line.strip().startswith("//")]
    if code and code[0].startswith("case ."):
        body = f"switch try await Amplify.Auth.autoSignIn().nextStep {{\n{body}\ndefault: break\n}}"
        code = []
    if not any(re.match(r"(override )?func |@main|struct ", line) for line in code):
        body = f"func statements({PARAMETERS}) async throws {{\n{body}\n}}"
    on_screen = "self." in body or "override " in body
    head = f"@MainActor final class {name}: Screen" if on_screen else f"struct {name}"
    imports = "".join(f"import {each}\n" for each in ("Combine", "Foundation", module))
    return f"{imports}{head} {{\n{body}\n}}\n"


def mended(text):
    text = re.sub(r"(?<![\w\"])<[a-z]+( [a-z]+)+>", '""', text)  # a placeholder
    text = re.sub(r"^(?=Amplify\.Auth\.)", "_ = try await ", text, flags=re.M)  # a call without `await`
    text = re.sub(r"\) \{\s*\.\.\.\s*\}", ")", text)  # a completion handler that is only `...`
    text = re.sub(r"^(.*\()\"([^\"\n]*)\)$", r'\1"\2")', text, flags=re.M)  # a string without its closing quote
    if "return sink" in text:
        text = re.sub(r"^( *)(?=Amplify\.Publisher)", r"\1let sink = ", text, flags=re.M)
    lines = text.splitlines()
    return "\n".join(with_returns(with_breaks(lines)))


def with_breaks(lines):
    """Adds `break` to each case that contains no statement."""
    result = []
    for number, line in enumerate(lines):
        result.append(line)
        if re.match(r" *(case .*|default):$", line):
            rest = (each.strip() for each in lines[number + 1 :])
            following = next((each for each in rest if each and not each.startswith("//")), "}")
            if following.startswith(("case ", "}", "default:")):
                result.append("break")
    return result


def with_returns(lines):
    """Adds `return` to the last call of each closure of `Amplify.Publisher.create` that has several statements."""
    result, start = list(lines), None
    for number, line in enumerate(lines):
        if line.rstrip().endswith("Amplify.Publisher.create {"):
            start = number
        elif start is not None and ends_closure(line, lines[start]):
            closure = lines[start + 1 : number]
            calls = [index for index in range(start + 1, number) if lines[index].strip().startswith("try await ")]
            if calls and not any("return " in each for each in closure) and any(" let " in each for each in closure):
                result[calls[-1]] = result[calls[-1]].replace("try await", "return try await", 1)
            start = None
    return result


def ends_closure(line, opening):
    return line.strip().startswith("}.sink") or (line.strip() == "}" and indent(line) <= indent(opening))


def indent(line):
    return len(line) - len(line.lstrip())
