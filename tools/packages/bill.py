"""Writes the bill of materials of what ships, in CycloneDX 1.6. It has no time, so that the same inputs give the same
bytes."""

import hashlib
import json
import uuid

import crates
import maven

# The licences of the Maven dependencies, by group. Their POMs say so.
LICENCES = {
    "aws.smithy.kotlin": "Apache-2.0",
    "com.squareup.okhttp3": "Apache-2.0",
    "io.ktor": "Apache-2.0",
    "net.java.dev.jna": "Apache-2.0 OR LGPL-2.1-or-later",
    "org.jetbrains.kotlin": "Apache-2.0",
    "org.jetbrains.kotlinx": "Apache-2.0",
}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://cyclonedx.org/schema/bom-1.6.schema.json")
CHECKSUMS = crates.REPOSITORY / "tools/maven/checksums.sha256"


def _licences(expression):
    return [{"expression": expression}]


def _hashes(checksum):
    return {"hashes": [{"alg": "SHA-256", "content": checksum}]} if checksum else {}


def of_crate(crate):
    found = {
        "type": "library",
        "bom-ref": crate.reference,
        "name": crate.name,
        "version": crate.version,
        **_hashes(crate.checksum),
        "licenses": _licences(crate.licence),
    }
    return {**found, "purl": crate.reference} if crate.registry else found


def maven_reference(values):
    kind = values.get("type", "jar")
    return f"pkg:maven/{values['groupId']}/{values['artifactId']}@{values['version']}?type={kind}"


def of_maven(values, pinned):
    """A dependency that an app's build adds, by the values of its POM. `pinned` has the checksums, by path."""
    group, name, version = (values[part] for part in ("groupId", "artifactId", "version"))
    about = maven.project_data.about()
    ours = group == "dev.cognitoauth"
    path = f"{group.replace('.', '/')}/{name}/{version}/{name}-{version}.{values.get('type', 'jar')}"
    return {
        "type": "library",
        "bom-ref": maven_reference(values),
        "group": group,
        "name": name,
        "version": version,
        **_hashes(None if ours else pinned[path]),
        "licenses": _licences(about["license"] if ours else LICENCES[group]),
        "purl": maven_reference(values),
    }


def pinned_checksums(text):
    """{path: SHA-256} of the artifacts that tools/maven/run accepts."""
    return {path: checksum for checksum, path in (line.split() for line in text.splitlines() if line)}


def bill(root, archive, linked=(), uses=None, extra=(), added=()):
    """The bill's bytes. `root` is the package's own entry, and `archive` its bytes. `linked` has the crates in it,
    `uses` what each of them uses, `extra` other native code in it, and `added` the entries of the Maven dependencies
    that an app's build adds."""
    root = {"type": "library", **root, **_hashes(hashlib.sha256(archive).hexdigest())}
    root["licenses"] = _licences(maven.project_data.about()["license"])
    extra = [crate for crate in extra if crate not in linked]
    inside = [of_crate(crate) for crate in [*linked, *extra]]
    components = sorted([*inside, *added], key=lambda one: one["bom-ref"])
    tops = [c.reference for c in linked if c.name == crates.dependencies.PACKAGE] + [c.reference for c in extra]
    edges = {one["bom-ref"]: [] for one in components}
    edges.update({reference: sorted(used) for reference, used in (uses or {}).items()})
    edges[root["bom-ref"]] = sorted(tops + [one["bom-ref"] for one in added])
    compositions = [{"aggregate": "complete", "assemblies": [root["bom-ref"]]}]
    if added:
        # What these depend on is in their own POMs.
        compositions.append({"aggregate": "incomplete", "dependencies": sorted(one["bom-ref"] for one in added)})
    written = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": used} for ref, used in sorted(edges.items())],
        "compositions": compositions,
    }
    written["serialNumber"] = uuid.uuid5(NAMESPACE, json.dumps(written)).urn
    return (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode()
