"""The size of each crate in the Android library for arm64: code, data, and the tables for unwinding."""

import struct
from collections import Counter, defaultdict

from inspection.checks import FOREIGN_FUNCTION
from inspection.elf import RELOCATION_SIZE

from .linkmap import Map
from .names import STANDARD, owner
from .references import users

KINDS = ("code", "data", "unwinding")
CODE = {".text", ".plt"}
UNWINDING = {".eh_frame", ".eh_frame_hdr", ".gcc_except_table"}
UNATTRIBUTED = "unattributed"
# Each top module of these crates has a separate row.
BY_MODULE = {"cognito_auth_core"}


def table(library, text):
    """{row: {kind: bytes}} of a library. `text` is the linker's map. The rows add up to the size of all sections."""
    linkmap = Map(text)
    rows = defaultdict(Counter)
    for name, section in library.sections.items():
        if section.address and linkmap.sections.get(name) != (section.address, section.size):
            raise ValueError(f"the map is of another link: {name} differs")
        rows[UNATTRIBUTED][_kind(name)] += section.size if section.in_file else 0
    rows_of = _rows_of(library, linkmap)
    for piece, kind, size in [*_pieces(linkmap), *_relocations(library, linkmap), *_unwinding(library, linkmap)]:
        rows[rows_of[piece]][kind] += size
        rows[UNATTRIBUTED][kind] -= size
    return rows


def _kind(section):
    return "code" if section in CODE else "unwinding" if section in UNWINDING else "data"


def _rows_of(library, linkmap):
    """The row of each piece. The piece's name decides. For a constant without a name, the first piece that uses it
    decides."""
    found = {piece: _row(piece.name) for piece in linkmap.pieces}
    used_by = users(library, linkmap)
    unknown = [piece for piece, row in found.items() if row == UNATTRIBUTED]
    while unknown:
        for piece in unknown:
            found[piece] = next((found[user] for user in used_by[piece] if found[user] != UNATTRIBUTED), UNATTRIBUTED)
        left = [piece for piece in unknown if found[piece] == UNATTRIBUTED]
        unknown = left if len(left) < len(unknown) else []
    found[None] = UNATTRIBUTED
    return found


def _row(name):
    if FOREIGN_FUNCTION.match(name):
        return "cognito_auth_ffi"
    path = owner(name.removeprefix(".Lswitch.table."))
    if not path:
        return UNATTRIBUTED
    if path[0] in STANDARD:
        return "std"
    return "::".join(path[: 2 if path[0] in BY_MODULE else 1])


def _pieces(linkmap):
    for piece in linkmap.pieces:
        if piece.name:
            yield piece, _kind(piece.section), piece.size


def _relocations(library, linkmap):
    """The relocations: the loader's entries, one for each pointer in the data. An entry's size counts for the piece that
    contains the pointer."""
    for place, _ in library.relocations():
        yield linkmap.at(place), "data", RELOCATION_SIZE


def _unwinding(library, linkmap):
    """The entries of each function in the tables for unwinding: one in .eh_frame, and one in .eh_frame_hdr with the
    addresses of the function and of the entry in .eh_frame."""
    header = library.sections[".eh_frame_hdr"]
    (count,) = struct.unpack("<I", library.bytes_at(header.address + 8, 4))
    for function, entry in struct.iter_unpack("<ii", library.bytes_at(header.address + 12, count * 8)):
        (size,) = struct.unpack("<I", library.bytes_at(header.address + entry, 4))
        yield linkmap.at(header.address + function), "unwinding", 8 + 4 + size
