"""Reproducible zip files: with a fixed order, fixed times and fixed modes."""

import io
import zipfile

# The earliest time that all zip tools read in the same way.
MOMENT = (1980, 2, 1, 0, 0, 0)


def write_zip(entries, programs=()):
    """The bytes of a zip with these entries (path to bytes), in their order. `programs` are the paths of the executable
    entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            # pip makes only those entries executable that the zip marks as regular files.
            mode = 0o100755 if name in programs else 0o644
            entry.create_system, entry.external_attr, entry.compress_type = 3, mode << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def normalised_jar(data):
    """A jar as it ships: classes and Kotlin's module files, sorted. It has no manifest, which would name the builder."""
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        kept = sorted(name for name in jar.namelist() if name.endswith((".class", ".kotlin_module")))
        return write_zip({name: jar.read(name) for name in kept})
