"""Reads 64-bit little-endian ELF files: header, segments, sections and dynamic symbols."""

import struct
from dataclasses import dataclass

AARCH64, X86_64 = 183, 62
LOAD, DYNAMIC, GNU_STACK, GNU_RELRO = 1, 2, 0x6474E551, 0x6474E552
EXECUTABLE, WRITABLE = 1, 2
NEEDED, STRING_TABLE, SYMBOL_TABLE, SONAME, TEXT_RELOCATIONS = 1, 5, 6, 14, 22
UNDEFINED_SECTION, WEAK = 0, 2
NO_BITS = 8
RELOCATION_SIZE = 24


@dataclass(frozen=True)
class Segment:
    kind: int
    flags: int
    offset: int
    address: int
    size: int
    alignment: int


@dataclass(frozen=True)
class Section:
    kind: int
    address: int
    offset: int
    size: int

    @property
    def in_file(self):
        return self.kind != NO_BITS


@dataclass(frozen=True)
class Symbol:
    name: str
    defined: bool
    weak: bool


class Elf:
    """One shared library, 64-bit and little-endian. Raises ValueError for a file of another format."""

    def __init__(self, data):
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not a 64-bit little-endian ELF file")
        self.data = data
        self.machine = struct.unpack_from("<H", data, 18)[0]
        self.segments = self._segments()
        self._dynamic = self._dynamic_entries()
        self.sections = self._sections()

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

    def _sections(self):
        """Each section by its name."""
        start = struct.unpack_from("<Q", self.data, 40)[0]
        size, count, names = struct.unpack_from("<HHH", self.data, 58)
        headers = [struct.unpack_from("<IIQQQQ", self.data, start + index * size) for index in range(count)]
        return {_text(self.data, headers[names][4] + name): Section(kind, *place) for name, kind, _, *place in headers}

    def _values(self, wanted):
        return [value for tag, value in self._dynamic if tag == wanted]

    def file_offset(self, address):
        """The offset in the file of a virtual address."""
        for segment in self.segments:
            if segment.kind == LOAD and segment.address <= address < segment.address + segment.size:
                return address - segment.address + segment.offset
        raise ValueError(f"address {address:#x} is in no segment")

    def bytes_at(self, address, size):
        start = self.file_offset(address)
        return self.data[start : start + size]

    def relocations(self):
        """(virtual address, addend) of each pointer in `.rela.dyn`, which the loader fills in."""
        section = self.sections[".rela.dyn"]
        for place, _, address in struct.iter_unpack("<QQq", self.bytes_at(section.address, section.size)):
            yield place, address

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
        for index in range(1, self.sections[".dynsym"].size // 24):
            name, info, _, section = struct.unpack_from("<IBBH", self.data, start + index * 24)
            yield start + index * 24, Symbol(self._string(name), section != UNDEFINED_SECTION, info >> 4 == WEAK)

    @property
    def symbols(self):
        return [symbol for _, symbol in self.symbol_offsets()]


def _text(data, offset):
    return data[offset : data.index(b"\0", offset)].decode()
