"""A Maven repository as `aar` writes it, with small stand-ins for the classes and the libraries: it needs no build."""

import hashlib
import shutil
import tempfile
from pathlib import Path

import bill
import crates
import maven
import pack_adapters
import pack_jvm
import pack_publication
from inspection import pom as kotlin
from inspection import publication
from inspection.archives import write_zip

COMPILERS = {
    crates.ANDROID: "rustc 1.2.3 (0123abc 2024-01-01)",
    crates.LINUX: "rustc 1.2.4 (0124abc 2024-02-01)",
    crates.APPLE: "rustc 1.2.5 (0125abc 2024-03-01)",
}


def write(root, version):
    """Writes every artifact below the folder."""
    library = maven.Project(kotlin.PROJECT)
    _write(root, "cognito-auth", version, "aar", maven.pom(library, version))
    for_jvms = maven.pom(library, version, "jar", pack_jvm.dependencies(library), pack_jvm.ARTIFACT)
    natives = {"-natives-linux-x86-64.jar": write_zip({"linux-x86-64/libcognito_auth_ffi.so": b""})}
    _write(root, pack_jvm.ARTIFACT, version, "jar", for_jvms, natives)
    parent = maven.Project(pack_adapters.ADAPTERS / "pom.xml")
    for folder in pack_adapters.adapters():
        project = maven.Project(folder / "pom.xml", parent)
        needed = pack_adapters.dependencies(project, parent, version)
        name = project.text("artifactId")
        _write(root, name, version, "jar", maven.pom(project, version, "jar", needed))


def _write(root, name, version, packaging, pom, more=None):
    folder = Path(root, pack_publication.GROUP, name, version)
    folder.mkdir(parents=True)
    contents = {
        f".{packaging}": write_zip({"classes.jar": b""}),
        ".pom": pom,
        "-sources.jar": write_zip({"dev/cognitoauth/Auth.kt": b""}),
        "-javadoc.jar": write_zip({"index.html": b""}),
        **(more or {}),
    }
    for end, data in contents.items():
        maven.write_with_checksum(folder / f"{name}-{version}{end}", data)


def write_framework(dist):
    """Writes the files that accompany the XCFramework, and a zip that stands in for it."""
    data = b"archive"
    root = {"bom-ref": "framework", "name": "framework", "version": "1.2.3"}
    (dist / publication.FRAMEWORK_ZIP).write_bytes(data)
    (dist / publication.FRAMEWORK_CHECKSUM).write_text(hashlib.sha256(data).hexdigest())
    extra = crates.others(crates.APPLE, COMPILERS[crates.APPLE])
    (dist / publication.FRAMEWORK_BILL).write_bytes(bill.bill(root, data, [], {}, extra))


def complete(root):
    pinned = bill.pinned_checksums(bill.CHECKSUMS.read_text())
    for folder in pack_publication.artifacts(root):
        pack_publication.complete(folder, COMPILERS, pinned)


def made(test, version="1.2.3"):
    """A complete repository in a folder that a TestCase's class removes at its end."""
    root = tempfile.mkdtemp()
    test.addClassCleanup(shutil.rmtree, root)
    write(root, version)
    complete(root)
    return root
