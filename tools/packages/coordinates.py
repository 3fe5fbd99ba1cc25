"""An app that takes the artifacts of a Maven repository by their coordinates, in Kotlin and in Java: its POM is in
consumer/coordinates/.

Maven finds what the app needs, as an app's build does. Maven does not put the classes of AARs on a class path, and its
plugin for Android needs Android's SDK. So this file unpacks the AARs, and runs the compilers.
"""

import hashlib
import subprocess
from pathlib import Path

import minify

APP = minify.CONSUMER_POM.parent / "coordinates/pom.xml"
TOOLS = APP.with_name("tools.xml")
_CHECKSUMS = minify.MAVEN.with_name("checksums.sha256")
_SUMMARIES = "-Daether.trustedChecksumsSource.summaryFile.basedir"


def _tools(scope):
    return ":".join(map(str, minify.class_path(TOOLS, scope)))


def jna():
    """The jar of JNA, with its native library for this machine."""
    (jar,) = (path for path in minify.class_path(TOOLS, "test") if path.name.startswith("jna-"))
    return jar


class App:
    """Builds the app in a folder."""

    def __init__(self, repository, version, folder):
        self.folder, self._repository, self._version = Path(folder), Path(repository), version
        # tools/maven/run accepts only files with a known checksum. It learns those of our artifacts here.
        summaries = self.folder / "checksums"
        summaries.mkdir(parents=True)
        (summaries / _CHECKSUMS.name).write_text(_CHECKSUMS.read_text() + "".join(self._checksums()))
        self._options = (
            f"-Ddist={self._repository}",
            f"-Dversion={version}",
            f"{_SUMMARIES}={summaries}",
            # Maven fetches a version once. In a new folder it finds none of an earlier build. All other artifacts come
            # from the user's folder.
            f"-Dmaven.repo.local={self.folder / 'repository'}",
            f"-Dmaven.repo.local.tail={Path.home() / '.m2/repository'}",
        )

    def _checksums(self):
        for path in sorted(self._repository.rglob("*")):
            if path.suffix in (".aar", ".jar", ".pom"):
                yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(self._repository)}\n"

    def artifacts(self, scope):
        """The jars and AARs that Maven finds for the app."""
        return minify.class_path(APP, scope, self._options)

    def class_path(self, scope):
        """The jars that Maven finds for the app, and the classes of the AARs."""
        return minify.unpack(self.artifacts(scope), self.folder / "unpacked")[0]

    def kotlin(self, name, sources, class_path):
        """Compiles Kotlin. Returns the folder with the classes."""
        target = self.folder / name
        # A short run is faster without the JVM's optimizing compiler.
        compiler = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", _tools("runtime")]
        options = ["-no-stdlib", "-no-reflect", "-jvm-target", "1.8", "-d", target]
        main = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
        self._run([*compiler, main, *options, "-classpath", ":".join(map(str, class_path)), *sources])
        return target

    def java(self, name, sources, class_path):
        """Compiles Java for Java 8, as `kotlin` does. Returns the folder with the classes."""
        target = self.folder / name
        self._run(["javac", "--release", "8", "-d", target, "-cp", ":".join(map(str, class_path)), *sources])
        return target

    @staticmethod
    def _run(command):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def tests(classes, class_path, *options):
    """The command that runs the tests in a folder of classes, with JUnit."""
    path = ":".join(map(str, [classes, *class_path]))
    launcher = ["java", "-cp", f"{_tools('provided')}:{path}", "org.junit.platform.console.ConsoleLauncher", "execute"]
    return [*launcher, "--scan-class-path", classes, "--fail-if-no-tests", "--disable-banner", "--details=tree", *options]
