"""Finds what refers to what in an arm64 library. Most constants have no name, and belong to the code that uses them.

Finds addresses that code computes, not those that it only loads from. A register counts as set until it is set again in one
of these ways, so a few references may be wrong.
"""

import struct
from collections import defaultdict


def users(library, linkmap):
    """The pieces that refer to each piece: code first, then data, each in the order of addresses."""
    found = defaultdict(list)
    for source, address in [*_in_code(library, linkmap), *_in_data(library, linkmap)]:
        target = linkmap.at(address)
        if source and target:
            found[target].append(source)
    return found


def _in_code(library, linkmap):
    """ADR computes an address. ADRP computes a page, and ADD adds the offset."""
    for piece in linkmap.pieces:
        if piece.section != ".text":
            continue
        pages = {}
        code = library.bytes_at(piece.address, piece.size - piece.size % 4)
        for index, (word,) in enumerate(struct.iter_unpack("<I", code)):
            here, register = piece.address + index * 4, word & 31
            if word & 0x9F000000 == 0x90000000:
                pages[register] = (here & ~0xFFF) + (_displacement(word) << 12)
            elif word & 0x9F000000 == 0x10000000:
                yield piece, here + _displacement(word)
            elif word & 0xFFC00000 == 0x91000000 and (page := pages.get(word >> 5 & 31)) is not None:
                yield piece, page + (word >> 10 & 0xFFF)


def _displacement(word):
    value = (word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3
    return value - (value >> 20 << 21)


def _in_data(library, linkmap):
    for place, address in library.relocations():
        yield linkmap.at(place), address
