"""The check of the two jars beside each Kotlin artifact: its documentation, and its sources."""

import io
import zipfile

ENDS = ("javadoc", "sources")


def beside(pom):
    """The jars of the artifact whose POM this is, by the ends of their names: their bytes, or `None` for a missing one."""
    paths = {end: pom.with_name(f"{pom.stem}-{end}.jar") for end in ENDS}
    return {end: path.read_bytes() if path.is_file() else None for end, path in paths.items()}


def entries(data):
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        return jar.namelist()


def problems(jars):
    """What is wrong with the jars, given as `beside` finds them."""
    missing = [f"there is no {end} jar" for end in ENDS if jars[end] is None]
    if missing:
        return missing
    pages, sources = entries(jars["javadoc"]), entries(jars["sources"])
    bridge = [page for page in pages if "dev.cognitoauth.ffi" in page or "dev.cognitoauth.bridge" in page]
    found = [f"the documentation shows the bridge: {page}" for page in bridge]
    if "index.html" not in pages:
        found.append("the documentation has no index.html")
    if not any(page.count("/") > 1 and page.endswith(".html") for page in pages):
        found.append("the documentation has no page of a declaration")
    if not any(name.startswith("dev/cognitoauth/") and name.endswith(".kt") for name in sources):
        found.append("the sources have no Kotlin file")
    return found
