"""The rules for a bill of materials: those of CycloneDX 1.6 that ours can break, and that no entry is without a licence."""

import json
import re

TOP = {"bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies", "compositions"}
COMPONENT = {"type", "bom-ref", "group", "name", "version", "hashes", "licenses", "purl"}
SERIAL = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PURL = r"pkg:(?:cargo/[\w.-]+|maven/[\w.-]+/[\w.-]+|swift/[\w./-]+)@[\w.+-]+(?:\?type=\w+)?"


def problems(data):
    """What is wrong with the bill's bytes."""
    try:
        written = json.loads(data.decode("utf-8"))
        return [*_top(written), *_components(written), *_references(written)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return [f"can't be read: {error!r}"]


def _top(written):
    if (written["bomFormat"], written["specVersion"], written["version"]) != ("CycloneDX", "1.6", 1):
        yield "it is not the first version of a CycloneDX 1.6 bill"
    if not re.fullmatch(SERIAL, written["serialNumber"]):
        yield f"the serial number is {written['serialNumber']}"
    yield from (f"there is the unknown value {name}" for name in sorted(written.keys() - TOP))
    if "timestamp" in written["metadata"]:
        yield "it has a time, so that two builds differ"


def _components(written):
    root = written["metadata"]["component"]
    if "hashes" not in root:
        yield "the package has no hash"
    for one in [root, *written["components"]]:
        name = one.get("name")
        yield from (f"{name} has the unknown value {value}" for value in sorted(one.keys() - COMPONENT))
        if one["type"] != "library" or not name or not one.get("version"):
            yield f"{name} is no library with a version"
        if len(one["licenses"]) != 1 or not one["licenses"][0].get("expression"):
            yield f"{name} has no licence"
        if "purl" in one and not re.fullmatch(PURL, one["purl"]):
            yield f"{name} has the purl {one['purl']}"
        if "purl" in one and "hashes" not in one and one.get("group") != "dev.cognitoauth":
            yield f"{name} is another project's, and has no hash"
        for entry in one.get("hashes", []):
            if entry["alg"] != "SHA-256" or not re.fullmatch(r"[0-9a-f]{64}", entry["content"]):
                yield f"{name} has the hash {entry}"


def _references(written):
    root = written["metadata"]["component"]["bom-ref"]
    references = [root, *(one["bom-ref"] for one in written["components"])]
    yield from (f"two entries are {one}" for one in sorted({r for r in references if references.count(r) > 1}))
    entries = {entry["ref"]: entry["dependsOn"] for entry in written["dependencies"]}
    if entries.keys() != set(references):
        yield f"the dependencies are of other entries: {sorted(entries.keys() ^ set(references))}"
    reached, waiting = set(), [root]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += entries.get(one, [])
    yield from (f"nothing uses {one}" for one in sorted(set(references) - reached))
    yield from (f"{one} is used, and has no entry" for one in sorted(reached - set(references)))
    for composition in written["compositions"]:
        named = {*composition.get("assemblies", []), *composition.get("dependencies", [])}
        yield from (f"a composition names {one}, which has no entry" for one in sorted(named - set(references)))
