"""Reads lld's map of a link (-Map): the address and the size of each piece."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE = re.compile(r" *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +\d+ (?: {8}\S.*:\((.+)\)|(\.\S+))")
# rustc gives each function and constant a section, whose name is its kind and its symbol. Constants that lld
# merges have no symbol (cst16, str1.1).
_NAMED = re.compile(
    r"\.(?:text|rodata|data\.rel\.ro|data|gcc_except_table)\.(?:unlikely\.|hot\.)?((?!(?:cst|str)\d).+)"
)


@dataclass(frozen=True)
class Piece:
    """A piece of the library, usually one function or constant. The name may be empty."""

    address: int
    size: int
    section: str
    name: str


class Map:
    def __init__(self, text):
        self.sections = {}
        self.pieces = []
        section = None
        for found in filter(None, map(_LINE.fullmatch, text.splitlines())):
            address, size = int(found[1], 16), int(found[2], 16)
            if found[4]:
                section = found[4]
                self.sections[section] = (address, size)
            elif size:
                name = _NAMED.fullmatch(found[3])
                self.pieces.append(Piece(address, size, section, name[1] if name else ""))
        self.pieces.sort(key=lambda piece: piece.address)
        self._addresses = [piece.address for piece in self.pieces]

    def at(self, address):
        """The piece at an address, or None."""
        index = bisect_right(self._addresses, address) - 1
        if index < 0 or address >= self.pieces[index].address + self.pieces[index].size:
            return None
        return self.pieces[index]
