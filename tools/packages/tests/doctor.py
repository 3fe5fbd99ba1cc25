"""Makes faults for built packages. The functions up to `without_class` return a function that takes a package's files
(path to bytes) and returns them with the fault. The other functions return a function that changes the bytes of one
file in place: `patched` takes it."""

import io
import struct
import zipfile

from inspection import android, elf, macho
from inspection.archives import write_zip

ARM = android.LIBRARIES["arm64-v8a"]


def without(path):
    return lambda files: {name: data for name, data in files.items() if name != path}


def with_file(path, data=b""):
    return lambda files: {**files, path: data}


def replacing(path, old, new):
    """Replaces text by text of any length. `path` may be only the end of the file's path."""

    def spoil(files):
        name = next(name for name in files if name.endswith(path))
        spoilt = files[name].replace(old, new)
        assert spoilt != files[name], f"{old!r} is not in {name}"
        return {**files, name: spoilt}

    return spoil


def patched(path, change):
    """Returns a function that gives a package's files after `change` has changed the bytes of one of them."""

    def spoil(files):
        name = next(name for name in files if name.endswith(path))
        data = bytearray(files[name])
        change(data)
        assert bytes(data) != files[name], f"nothing was changed in {name}"
        return {**files, name: bytes(data)}

    return spoil


def in_jar(path, spoil):
    """Makes a fault in the files of a jar. `path` may be only the end of the jar's path."""

    def change(files):
        name = next(name for name in files if name.endswith(path))
        with zipfile.ZipFile(io.BytesIO(files[name])) as jar:
            entries = {entry: jar.read(entry) for entry in jar.namelist()}
        return {**files, name: write_zip(spoil(entries))}

    return change


def with_class(name, data=b"\xca\xfe\xba\xbe\0\0\0\x34"):
    def spoil(files):
        with zipfile.ZipFile(io.BytesIO(files["classes.jar"])) as jar:
            entries = {entry: jar.read(entry) for entry in jar.namelist()}
        return {**files, "classes.jar": write_zip({**entries, name: data})}

    return spoil


def without_class(name):
    def spoil(files):
        with zipfile.ZipFile(io.BytesIO(files["classes.jar"])) as jar:
            entries = {entry: jar.read(entry) for entry in jar.namelist()}
        assert entries.pop(name, None) is not None, f"{name} is not in classes.jar"
        return {**files, "classes.jar": write_zip(entries)}

    return spoil


def elf_field(offset, form, value):
    return lambda data: struct.pack_into(form, data, offset, value)


def segment_field(kind, field, form, value):
    """Writes a field of the first segment of a kind. `field` is the field's offset in the segment's program header."""

    def change(data):
        start, size = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<H", data, 54)[0]
        index = next(index for index, segment in enumerate(elf.Elf(bytes(data)).segments) if segment.kind == kind)
        struct.pack_into(form, data, start + index * size + field, value)

    return change


def dynamic_tag(old, new):
    """Changes the tag of the first dynamic entry with the tag `old`."""

    def change(data):
        segment = next(s for s in elf.Elf(bytes(data)).segments if s.kind == elf.DYNAMIC)
        for offset in range(segment.offset, segment.offset + segment.size, 16):
            if struct.unpack_from("<Q", data, offset)[0] == old:
                return struct.pack_into("<Q", data, offset, new)
        raise AssertionError(f"no dynamic entry {old}")

    return change


def renamed_symbol(choose, name):
    """Renames the first dynamic symbol that `choose` picks, in place. The new name must not be longer."""

    def change(data):
        library = elf.Elf(bytes(data))
        found = next(symbol for _, symbol in library.symbol_offsets() if choose(symbol))
        assert len(name) <= len(found.name), f"{name} is longer than {found.name}"
        position = bytes(data).index(b"\0" + found.name.encode() + b"\0") + 1
        data[position : position + len(found.name)] = name.encode().ljust(len(found.name), b"\0")

    return change


def inserted(text):
    """Writes a text over the first run of zeros that is long enough, or else over the middle of the file."""

    def change(data):
        position = bytes(data).find(b"\0" * (len(text) + 2))
        position = position + 1 if position > 0 else len(data) // 2
        data[position : position + len(text)] = text

    return change


def object_field(read, form, value):
    """Writes a field of a static library's first object. `read` returns the field's offset in the library."""
    return lambda data: struct.pack_into(form, data, read(macho.objects(bytes(data))[0]), value)
