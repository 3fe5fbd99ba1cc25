"""Prints how much an app grows with this library, and how much with Amplify. Fails if this library is over its budget.

    growth.py DIST API [--alone]

The apps are those of consumer/, minified by R8 for an API level: one without a sign-in, and one with each library. An
app grows by the additional dex, and by the native libraries of one ABI. --alone leaves Amplify out.
"""

import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import minify
from inspection.checks import read_zip

ABI = "arm64-v8a"
# The most bytes that this library may add to a download from a store.
BUDGET = 1_075_000
# The build of a real app makes rules like this one from the manifest and the layouts.
RULES = "-keep class * extends android.app.Activity { *; }\n"
# Amplify is measured without androidx, which is not on Maven Central, and without Tink.
AMPLIFY_RULES = f"{RULES}-dontwarn **\n"


def size(data):
    """The number of bytes, plain and compressed as a store delivers them."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return len(data), len(compressor.compress(data) + compressor.flush())


def total(sizes):
    return tuple(map(sum, zip(*sizes)))


class Consumer:
    """Builds the apps of consumer/ in a folder."""

    def __init__(self, folder, api):
        self._folder, self._api = Path(folder), api
        self._stubs = minify.class_path(minify.CONSUMER_POM, "provided")

    def dex(self, name, archives, rules):
        """The size of an app's dex, with these libraries."""
        place = self._folder / name
        jars, files = minify.unpack(archives, place)
        sources = [minify.CONSUMER_POM.parent / f"{source}.java" for source in {"Plain", name}]
        path = ":".join(map(str, [*self._stubs, *jars]))
        subprocess.run(["javac", "-d", place / "app", "-cp", path, *sources], check=True)
        (place / "rules").write_text(rules)
        (place / "dex").mkdir()
        classes = [*sorted((place / "app").glob("*.class")), *jars]
        minify.r8(place / "dex", classes, [place / "rules", *files], "--min-api", self._api)
        return total(size(file.read_bytes()) for file in (place / "dex").glob("*.dex"))


def growth(plain, dex, archives):
    """(name, bytes, compressed bytes) of each part that a library adds to an app."""
    for archive in archives:
        for path, data in read_zip(archive).items():
            if path.startswith(f"jni/{ABI}/"):
                yield path.rpartition("/")[2], *size(data)
    yield "classes", *(more - less for more, less in zip(dex, plain))


def over(download):
    """The error for a growth over the budget."""
    return f"an app's download grows by {download:,} bytes, over the budget of {BUDGET:,}" if download > BUDGET else None


def report(title, rows, budget=""):
    """Prints a part of the table. Returns the growth of a download."""
    print(f"{title:40} {'bytes':>12} {'compressed':>12} {'budget':>12}")
    rows = list(rows)
    for name, raw, download in rows:
        print(f"  {name:38} {raw:>12,} {download:>12,}")
    raw, download = total(row[1:] for row in rows)
    print(f"  {'in all':38} {raw:>12,} {download:>12,} {budget:>12}\n")
    return download


def measured(dist, api, with_amplify=True):
    """Yields the parts that this library adds to an app, and then those that Amplify adds, as growth() does."""
    (aar,) = dist.glob("maven/dev/cognitoauth/cognito-auth/*/*.aar")
    ours = [aar, *minify.shipped_with(aar)]
    # Amplify's POMs name an older Kotlin. Gradle takes the newest one, which our AAR brings.
    kotlin = [jar for jar in ours if "jetbrains" in jar.parts]
    with tempfile.TemporaryDirectory() as folder:
        apps = Consumer(folder, api)
        plain = apps.dex("Plain", kotlin, RULES)
        yield growth(plain, apps.dex("WithCognitoAuth", ours, RULES), ours)
        if with_amplify:
            replaced = {jar.parents[1] for jar in kotlin}
            newer = (path for path in minify.class_path(minify.CONSUMER_POM) if path.parents[1] not in replaced)
            amplify = [*kotlin, *newer]
            yield growth(plain, apps.dex("WithAmplify", amplify, AMPLIFY_RULES), amplify)


def main():
    dist, api, *alone = sys.argv[1:]
    grown = measured(Path(dist), api, with_amplify=not alone)
    download = report("An app grows with CognitoAuth by", next(grown), f"{BUDGET:,}")
    for amplify in grown:
        report("and with Amplify by", amplify)
    if fault := over(download):
        sys.exit(f"growth: {fault}")


if __name__ == "__main__":
    main()
