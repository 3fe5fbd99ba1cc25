"""Reads what the checks need of a 64-bit little-endian ELF file: its header, segments, dynamic section and symbols."""

import struct
from dataclasses import dataclass

AARCH64, X86_64 = 183, 62
LOAD, DYNAMIC, GNU_STACK, GNU_RELRO = 1, 2, 0x6474E551, 0x6474E552
EXECUTABLE, WRITABLE = 1, 2
NEEDED, STRING_TABLE, SYMBOL_TABLE, SONAME, TEXT_RELOCATIONS = 1, 5, 6, 14, 22
UNDEFINED_SECTION, WEAK = 0, 2


@dataclass(frozen=True)
class Segment:
    kind: int
    flags: int
    offset: int
    address: int
    size: int
    alignment: int


@dataclass(frozen=True)
class Symbol:
    name: str
    defined: bool
    weak: bool


class Elf:
    """One shared library. Raises ValueError for anything that is not one."""

    def __init__(self, data):
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("no 64-bit little-endian ELF file")
        self.data = data
        self.machine = struct.unpack_from("<H", data, 18)[0]
        self.segments = self._segments()
        self._dynamic = self._dynamic_entries()
        self.sections = self._section_names()

    def _segments(self):
        start = struct.unpack_from("<Q", self.data, 32)[0]
        size, count = struct.unpack_from("<HH", self.data, 54)
        found = []
        for index in range(count):
            kind, flags, offset, address, _, size_in_file, _, alignment = struct.unpack_from(
                "<IIQQQQQQ", self.data, start + index * size
            )
            found.append(Segment(kind, flags, offset, address, size_in_file, alignment))
        return found

    def _dynamic_entries(self):
        segment = next((s for s in self.segments if s.kind == DYNAMIC), None)
        if segment is None:
            raise ValueError("no dynamic section: not a shared library")
        entries = struct.iter_unpack("<QQ", self.data[segment.offset : segment.offset + segment.size])
        return [(tag, value) for tag, value in entries if tag]

    def _section_names(self):
        start = struct.unpack_from("<Q", self.data, 40)[0]
        size, count, names = struct.unpack_from("<HHH", self.data, 58)
        headers = [struct.unpack_from("<IIQQQQ", self.data, start + index * size) for index in range(count)]
        return {_text(self.data, headers[names][4] + header[0]) for header in headers} if headers else set()

    def _values(self, wanted):
        return [value for tag, value in self._dynamic if tag == wanted]

    def file_offset(self, address):
        """Where in the file a virtual address lies."""
        for segment in self.segments:
            if segment.kind == LOAD and segment.address <= address < segment.address + segment.size:
                return address - segment.address + segment.offset
        raise ValueError(f"address {address:#x} is in no segment")

    def _string(self, offset):
        return _text(self.data, self.file_offset(self._values(STRING_TABLE)[0]) + offset)

    @property
    def needed(self):
        """The libraries that the loader must find."""
        return [self._string(offset) for offset in self._values(NEEDED)]

    @property
    def soname(self):
        return next((self._string(offset) for offset in self._values(SONAME)), None)

    @property
    def has_text_relocations(self):
        return bool(self._values(TEXT_RELOCATIONS))

    def symbol_offsets(self):
        """(offset of the entry in the file, symbol) of each dynamic symbol."""
        start = self.file_offset(self._values(SYMBOL_TABLE)[0])
        count = self._symbol_count(start)
        for index in range(1, count):
            name, info, _, section = struct.unpack_from("<IBBH", self.data, start + index * 24)
            yield start + index * 24, Symbol(self._string(name), section != UNDEFINED_SECTION, info >> 4 == WEAK)

    def _symbol_count(self, start):
        names = struct.unpack_from("<Q", self.data, 40)[0]
        size, count = struct.unpack_from("<HH", self.data, 58)
        for index in range(count):
            header = struct.unpack_from("<IIQQQQIIQQ", self.data, names + index * size)
            if header[4] == start:
                return header[5] // 24
        raise ValueError("no section holds the dynamic symbols")

    @property
    def symbols(self):
        return [symbol for _, symbol in self.symbol_offsets()]


def _text(data, offset):
    return data[offset : data.index(b"\0", offset)].decode()
