"""Packs the documentation and the sources of a Kotlin artifact, as the two jars that stand beside it in a Maven repository.
The same inputs give the same bytes.
"""

from pathlib import Path

from inspection.archives import write_zip

SOURCES = ("src/main/kotlin", "src/main/generated")


def documentation(folder):
    """A jar of the pages that Dokka wrote into the folder."""
    return write_zip({str(file.relative_to(folder)): file.read_bytes() for file in files(folder)})


def sources(project):
    """A jar of what the artifact's classes are compiled from, by package."""
    roots = [Path(project, root) for root in SOURCES]
    entries = {str(file.relative_to(root)): file.read_bytes() for root in roots for file in files(root)}
    return write_zip(dict(sorted(entries.items())))


def files(folder):
    return sorted(file for file in folder.rglob("*") if file.is_file())


def jars(artifact, documented, project):
    """(end of the file's name, bytes) of both jars. `documented` has a folder for each artifact."""
    yield "javadoc.jar", documentation(Path(documented, artifact))
    yield "sources.jar", sources(project)
