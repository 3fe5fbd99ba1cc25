"""Finds the crate of a symbol: reads the paths in rustc's names (v0 of RFC 2603, and the older `_ZN`)."""

import re

# The crates of Rust's standard library. Their generic code belongs to the crate of its type arguments.
STANDARD = {"std", "core", "alloc", "compiler_builtins", "panic_unwind", "std_detect", "unwind", "__rustc"}


def owner(symbol):
    """The path of a symbol, beginning with its crate: ("tokio", "runtime", …). Empty if the name is not rustc's."""
    paths = _legacy(symbol) if symbol.startswith("_ZN") else _V0(symbol).paths() if symbol.startswith("_R") else []
    return next((path for path in paths if path[0] not in STANDARD), paths[0] if paths else ())


def _legacy(symbol):
    """The paths in an older name: the function's, or those of its impl's type and trait. Older names have no generics."""
    parts, position = [], 3
    while length := re.compile(r"\d+").match(symbol, position):
        position = length.end() + int(length[0])
        parts.append(symbol[length.end() : position])
    text = re.sub(r"\$\w+?\$", " ", "::".join(parts[:-1]).replace("..", "::"))
    return [tuple(path.split("::")) for path in re.findall(r"(?<![\w:])[A-Za-z]\w*(?:::\w+)+", text)]


class _V0:
    """Reads one name and collects its paths: first the path of the function or its impl, then the paths of its types."""

    def __init__(self, symbol):
        # Back references count from here. LLVM's suffix (.llvm.123) is not part of the name.
        self._text = symbol[2:].partition(".")[0]
        self._position = 0
        self._paths = []

    def paths(self):
        """The paths of the name. If the name has an unknown part, only the paths before that part."""
        try:
            self._number()
            self._path()
        except (IndexError, ValueError):
            pass
        return self._paths

    def _next(self):
        self._position += 1
        return self._text[self._position - 1]

    def _takes(self, letter):
        taken = self._text.startswith(letter, self._position)
        self._position += taken
        return taken

    def _until_end(self, read):
        while not self._takes("E"):
            read()

    def _number(self):
        digits = re.compile(r"\d*").match(self._text, self._position)[0]
        self._position += len(digits)
        return int(digits or 0)

    def _base_62(self):
        start, self._position = self._position, self._text.index("_", self._position) + 1
        value = 0
        for digit in self._text[start : self._position - 1]:
            value = value * 62 + int(digit, 36) + 26 * digit.isupper()
        return value + (self._position - start > 1)

    def _optional(self, letter):
        if self._takes(letter):
            self._base_62()

    def _identifier(self):
        self._optional("s")
        self._takes("u")
        length = self._number()
        self._takes("_")
        self._position += length
        return self._text[self._position - length : self._position]

    def _again(self, read):
        """Reads an earlier part of the name again."""
        start = self._base_62()
        here, self._position = self._position, start
        result = read()
        self._position = here
        return result

    def _path(self):
        if path := self._names():
            self._paths.append(path)

    def _names(self):
        """The names of a path that begins with a crate. Empty for another path, whose parts go to `_paths`."""
        match self._next():
            case "C":
                return (self._identifier(),)
            case "N":
                self._next()
                outer, name = self._names(), self._identifier()
                return (*outer, name) if outer else ()
            case "I":
                self._path()
                self._until_end(self._argument)
            case "M":
                self._impl()
                self._type()
            case "X":
                self._impl()
                self._type()
                self._path()
            case "Y":
                self._type()
                self._path()
            case "B":
                return self._again(self._names)
            case letter:
                raise ValueError(f"a path can't start with {letter}")
        return ()

    def _impl(self):
        self._optional("s")
        self._path()

    def _argument(self):
        if self._takes("L"):
            self._base_62()
        elif self._takes("K"):
            self._constant()
        else:
            self._type()

    def _type(self):
        match letter := self._next():
            case "A":
                self._type()
                self._constant()
            case "S" | "P" | "O":
                self._type()
            case "R" | "Q":
                self._optional("L")
                self._type()
            case "T":
                self._until_end(self._type)
            case "F":
                self._function()
            case "D":
                self._optional("G")
                self._until_end(self._bound)
                self._optional("L")
            case "B":
                self._again(self._type)
            case _ if not letter.islower():
                self._position -= 1
                self._path()

    def _function(self):
        self._optional("G")
        self._takes("U")
        if self._takes("K") and not self._takes("C"):
            self._identifier()
        self._until_end(self._type)
        self._type()

    def _bound(self):
        self._path()
        while self._takes("p"):
            self._identifier()
            self._type()

    def _constant(self):
        match letter := self._next():
            case "p":
                pass
            case "B":
                self._again(self._constant)
            case _ if letter.islower():
                self._position = self._text.index("_", self._position) + 1
            case _:
                raise ValueError(f"an unknown constant: {letter}")
