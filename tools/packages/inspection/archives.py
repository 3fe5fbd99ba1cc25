"""Zip files with the same bytes each time: fixed order, times and modes."""

import io
import zipfile

# The earliest that every zip tool reads alike.
MOMENT = (1980, 2, 1, 0, 0, 0)


def write_zip(entries):
    """The bytes of a zip with these entries (path to bytes), in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def normalised_jar(data):
    """A jar as we ship it: classes and Kotlin's module files, sorted; no manifest that names who built it."""
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        kept = sorted(name for name in jar.namelist() if name.endswith((".class", ".kotlin_module")))
        return write_zip({name: jar.read(name) for name in kept})
