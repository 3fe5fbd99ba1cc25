"""The rules of Gradle's module metadata, from the "Gradle module metadata 1.1 specification". Also what an app needs
beyond these rules."""

import hashlib
import json
import re
from xml.etree import ElementTree

FORMAT = "1.1"
HEX = {"sha512": 128, "sha256": 64, "sha1": 40, "md5": 32}
COORDINATES = ("group", "module", "version")
TOP = {"formatVersion", "component", "createdBy", "variants"}
VARIANT = {"name", "attributes", "available-at", "dependencies", "dependencyConstraints", "files", "capabilities"}
DEPENDENCY = {
    "group",
    "module",
    "version",
    "excludes",
    "reason",
    "attributes",
    "requestedCapabilities",
    "endorseStrictVersions",
    "thirdPartyCompatibility",
}
CONSTRAINT = {"requires", "prefers", "strictly", "rejects", "forSubgraph"}
SELECTOR = {"name", "type", "extension", "classifier"}
# The type of each standard attribute's value. Other attributes are texts, truth values or numbers.
ATTRIBUTES = {
    "org.gradle.usage": str,
    "org.gradle.status": str,
    "org.gradle.category": str,
    "org.gradle.libraryelements": str,
    "org.gradle.docstype": str,
    "org.gradle.dependency.bundling": str,
    "org.gradle.jvm.environment": str,
    "org.gradle.jvm.version": int,
}
VALUES = {
    "org.gradle.status": {"release", "integration"},
    "org.gradle.category": {"library", "platform", "documentation"},
    "org.gradle.usage": {"java-api", "java-runtime"},
    "org.gradle.dependency.bundling": {"external", "embedded", "shadowed"},
    "org.gradle.jvm.environment": {"android", "standard-jvm", "no-jvm"},
}
_MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}


def problems(data, pom, files):
    """What is wrong with the metadata's bytes, beside this POM and these files (name to bytes)."""
    try:
        written = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except ValueError as error:
        return [f"can't be read: {error}"]
    if not isinstance(written, dict) or next(iter(written), None) != "formatVersion":
        return ["formatVersion is not the first value"]
    try:
        return [*_format(written), *_variants(written, files), *_needed(written, pom)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return [f"has not the form of the specification: {error!r}"]


def _unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"a value is there twice, among {names}")
    return dict(pairs)


def _texts(where, values, names, allowed=None):
    for name in names:
        if not isinstance(values.get(name), str) or not values[name]:
            yield f"{where} has no text {name}"
    yield from (f"{where} has the unknown value {name}" for name in sorted(set(values) - (allowed or set(names))))


def _format(written):
    if written["formatVersion"] != FORMAT:
        yield f"formatVersion is {written['formatVersion']}, not {FORMAT}"
    yield from (f"there is the unknown value {name}" for name in sorted(written.keys() - TOP))
    yield from _texts("component", written["component"], COORDINATES, {*COORDINATES, "url", "attributes"})
    yield from _attributes("component", written["component"].get("attributes", {}))


def _attributes(where, attributes):
    for name, value in attributes.items():
        kind = ATTRIBUTES.get(name)
        if type(value) not in ({kind} if kind else {str, bool, int}):
            yield f"{where}: {name} has the value {value!r}"
        elif value not in VALUES.get(name, {value}):
            yield f"{where}: {name} is {value}, which is none of the standard values"


def _variants(written, files):
    names = [variant["name"] for variant in written["variants"]]
    yield from (f"two variants have the name {name}" for name in sorted({n for n in names if names.count(n) > 1}))
    seen = {}
    for variant in written["variants"]:
        where = variant["name"]
        yield from _texts(where, variant, ("name",), VARIANT)
        yield from _attributes(where, variant.get("attributes", {}))
        if "available-at" in variant and {"dependencies", "files"} & variant.keys():
            yield f"{where} has its own files or dependencies, and is elsewhere too"
        for dependency in variant.get("dependencies", []):
            yield from _dependency(where, dependency)
        for entry in variant.get("files", []):
            yield from _file(where, entry, files)
            if seen.setdefault(entry["name"], entry) != entry:
                yield f"{where}: {entry['name']} is another file in another variant"


def _dependency(where, dependency):
    where = f"{where}: {dependency.get('module')}"
    yield from _texts(where, dependency, ("group", "module"), DEPENDENCY)
    constraint = dependency.get("version", {})
    yield from (f"{where}: unknown constraint {name}" for name in sorted(constraint.keys() - CONSTRAINT))
    yield from (
        f"{where}: {name} is no text"
        for name in ("requires", "prefers", "strictly")
        if not isinstance(constraint.get(name, ""), str)
    )
    for excluded in dependency.get("excludes", []):
        yield from _texts(f"{where}: an exclusion", excluded, ("group", "module"))
    if "thirdPartyCompatibility" in dependency:
        selector = dependency["thirdPartyCompatibility"]["artifactSelector"]
        yield from _texts(f"{where}: the selector", selector, ("name", "type"), SELECTOR)


def _file(where, entry, files):
    where = f"{where}: {entry.get('name')}"
    yield from _texts(where, entry, ("name", "url", *HEX), {"name", "url", "size", *HEX})
    if re.match(r"[a-z]+:|/", entry["url"]):
        yield f"{where}: the url is not relative"
    if entry["url"] not in files:
        yield f"{where}: there is no file {entry['url']}"
        return
    data = files[entry["url"]]
    if entry["size"] != len(data) or isinstance(entry["size"], bool):
        yield f"{where}: the size is {entry['size']!r}, not {len(data)}"
    for kind, length in HEX.items():
        if not re.fullmatch(rf"[0-9a-f]{{{length}}}", entry[kind]):
            yield f"{where}: {kind} is not a hash"
        elif entry[kind] != hashlib.new(kind, data).hexdigest():
            yield f"{where}: {kind} is another file's"


def _needed(written, pom):
    """What an app needs although the specification does not require it: the variants, and what the POM says."""
    root = ElementTree.fromstring(pom)
    component = written["component"]
    for name, element in zip(COORDINATES, ("groupId", "artifactId", "version"), strict=True):
        if component[name] != root.findtext(f"m:{element}", None, _MAVEN):
            yield f"{name} is {component[name]}, which is not the POM's"
    packaging = root.findtext("m:packaging", "jar", _MAVEN)
    by_usage = {}
    for variant in written["variants"]:
        if variant["attributes"].get("org.gradle.category") == "library":
            by_usage[variant["attributes"]["org.gradle.usage"]] = variant
            if variant["attributes"].get("org.gradle.libraryelements") != packaging:
                yield f"{variant['name']} is not of the POM's packaging"
            runs_on = "standard-jvm" if component["module"].endswith("-jvm") else "android"
            if variant["attributes"].get("org.gradle.jvm.environment") != runs_on:
                yield f"{variant['name']} is not for {runs_on}"
            if [entry["name"].rpartition(".")[2] for entry in variant["files"]] != [packaging]:
                yield f"{variant['name']} does not have exactly one file, the {packaging}"
    kinds = {variant["attributes"].get("org.gradle.docstype") for variant in written["variants"]}
    yield from (f"no variant has the {kind}" for kind in ("javadoc", "sources") if kind not in kinds)
    for usage, scopes in (("java-api", {"compile"}), ("java-runtime", {"compile", "runtime"})):
        if usage not in by_usage:
            yield f"no variant is for {usage}"
            continue
        wanted = {
            _of_pom(element)
            for element in root.iterfind("m:dependencies/m:dependency", _MAVEN)
            if element.findtext("m:scope", "compile", _MAVEN) in scopes
        }
        found = {(d["group"], d["module"], d["version"]["requires"]) for d in by_usage[usage].get("dependencies", [])}
        yield from (f"{usage} lacks {':'.join(one)}" for one in sorted(wanted - found))
        yield from (f"{usage} has {':'.join(one)}, which the POM lacks" for one in sorted(found - wanted))
        yield from _selectors(usage, by_usage[usage], root)


def _of_pom(element):
    return tuple(element.findtext(f"m:{name}", "", _MAVEN) for name in ("groupId", "artifactId", "version"))


def _selectors(usage, variant, root):
    """Without a selector, Gradle would take the jar of an artifact that is an AAR in the POM."""
    ours = root.findtext("m:groupId", None, _MAVEN)
    for element in root.iterfind("m:dependencies/m:dependency", _MAVEN):
        group, name, _ = _of_pom(element)
        kind = element.findtext("m:type", "jar", _MAVEN)
        for dependency in variant.get("dependencies", []):
            if (dependency["group"], dependency["module"]) == (group, name) and kind != "jar" and group != ours:
                selector = dependency.get("thirdPartyCompatibility", {}).get("artifactSelector", {})
                if selector.get("type") != kind:
                    yield f"{usage}: {name} is not asked for as an {kind}"
