"""Reads Mach-O objects: fat files, static archives, platforms and symbols."""

import struct
from dataclasses import dataclass

# CPU_TYPE_… of <mach/machine.h>. arm64_32 has 32-bit pointers.
ARM64, ARM64_32, X86_64 = 0x0100000C, 0x0200000C, 0x01000007
# PLATFORM_… of <mach-o/loader.h>
MACOS, IOS, TVOS, WATCHOS, MAC_CATALYST = 1, 2, 3, 4, 6
IOS_SIMULATOR, TVOS_SIMULATOR, WATCHOS_SIMULATOR = 7, 8, 9
VISIONOS, VISIONOS_SIMULATOR = 11, 12
_MAGIC_32, _MAGIC_64, _FAT_MAGIC = 0xFEEDFACE, 0xFEEDFACF, 0xCAFEBABE
# The sizes of the header and of a symbol's entry.
_SIZES = {_MAGIC_32: (28, 12), _MAGIC_64: (32, 16)}
_SYMBOL_TABLE, _BUILD_VERSION = 0x2, 0x32
_STAB, PRIVATE_EXTERNAL, _TYPE, _EXTERNAL = 0xE0, 0x10, 0x0E, 0x01


@dataclass(frozen=True)
class Symbol:
    name: str
    defined: bool
    private: bool


class Object:
    """One relocatable object. Raises ValueError for anything else."""

    def __init__(self, data, start=0):
        self.data, self.start = data, start
        magic, self.processor = struct.unpack_from("<II", data)
        if magic not in _SIZES:
            raise ValueError("not a Mach-O object")
        self._header_size, self._entry_size = _SIZES[magic]
        self.platform = self.minimum_version = None
        self._symbol_table = None
        self.platform_offset = None
        for offset, command in self._commands():
            if command == _BUILD_VERSION:
                self.platform, version = struct.unpack_from("<II", data, offset + 8)
                self.platform_offset = start + offset + 8
                self.minimum_version = (version >> 16, version >> 8 & 0xFF)
            elif command == _SYMBOL_TABLE:
                self._symbol_table = struct.unpack_from("<IIII", data, offset + 8)

    def _commands(self):
        offset, count = self._header_size, struct.unpack_from("<I", self.data, 16)[0]
        for _ in range(count):
            command, size = struct.unpack_from("<II", self.data, offset)
            yield offset, command
            offset += size

    @property
    def symbols(self):
        """The external symbols: those that other objects can use, or have to define."""
        return [symbol for _, symbol in self.symbol_kinds()]

    def symbol_kinds(self):
        """(offset, symbol) of each external symbol. The byte at this offset in the file has the symbol's kind."""
        if self._symbol_table is None:
            return
        table, count, strings, _ = self._symbol_table
        for entry in range(table, table + count * self._entry_size, self._entry_size):
            name, kind = struct.unpack_from("<IB", self.data, entry)
            if kind & _STAB or not kind & _EXTERNAL:
                continue
            symbol = Symbol(_text(self.data, strings + name), bool(kind & _TYPE), bool(kind & PRIVATE_EXTERNAL))
            yield self.start + entry + 4, symbol


def slices(data):
    """(offset, bytes) of each architecture in a library. There is one, unless the library is fat."""
    if len(data) < 8 or struct.unpack_from(">I", data)[0] != _FAT_MAGIC:
        return [(0, data)]
    count = struct.unpack_from(">I", data, 4)[0]
    entries = [struct.unpack_from(">IIIII", data, 8 + index * 20) for index in range(count)]
    return [(offset, data[offset : offset + size]) for _, _, offset, size, _ in entries]


def objects(data):
    """The objects of a static library, over all of its architectures."""
    return [found for start, part in slices(data) for found in _archive_members(part, start)]


def _archive_members(data, start):
    if data[:8] != b"!<arch>\n":
        raise ValueError("not a static library")
    position, found = 8, []
    while position + 60 <= len(data):
        name = data[position : position + 16].decode().strip()
        size = int(data[position + 48 : position + 58])
        body = position + 60
        # BSD archives have a long name before the member's bytes, and begin with a table of contents.
        skipped = int(name[3:]) if name.startswith("#1/") else 0
        long_name = data[body : body + skipped].rstrip(b"\0").decode()
        if not (long_name or name).startswith(("__.SYMDEF", "/")):
            found.append(Object(data[body + skipped : body + size], start + body + skipped))
        position = body + size + size % 2
    return found


def _text(data, offset):
    return data[offset : data.index(b"\0", offset)].decode()
