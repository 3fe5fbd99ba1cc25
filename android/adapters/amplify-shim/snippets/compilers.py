"""Compiles many files in few runs: each run leaves out the files that had an error before."""

import os
import re
import subprocess

# kotlinc: FILE:LINE:COLUMN: error: TEXT; javac: FILE:LINE: error: TEXT. FILE can be relative to the current folder.
ERROR = re.compile(r"^(\S+?\.(?:kt|java)):\d+:(?:\d+:)? error: (.*)$", re.M)


def kotlinc(compiler, classpath, target):
    """The command that compiles Kotlin, with the jars of the compiler."""
    main = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
    options = ["-no-stdlib", "-no-reflect", "-nowarn", "-classpath", classpath, "-d", str(target)]
    # A short run is faster without the JVM's optimizing compiler.
    return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", compiler, main, *options]


def javac(classpath, target):
    """The command that compiles Java."""
    options = ["-proc:none", "-nowarn", "-Xmaxerrs", "10000", "-classpath", classpath, "-d", str(target)]
    return ["javac", "--release", "11", *options]


def run(command, files):
    """The compiler's output if it fails, or None."""
    arguments = [*command, *map(str, files)]
    done = subprocess.run(arguments, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    return done.stdout + done.stderr if done.returncode else None


def compile_all(command, files):
    """Compiles files that have no error."""
    if (said := run(command, files)) is not None:
        raise SystemExit(f"snippets: the compiler failed:\n{said}")


def failures(command, files):
    """The first error of each file that does not compile."""
    failed = {}
    left = list(files)
    while left and (said := run(command, left)) is not None:
        found = {}
        for path, text in ERROR.findall(said):
            found.setdefault(os.path.abspath(path), text)
        new = {path: found[os.path.abspath(path)] for path in left if os.path.abspath(path) in found}
        if not new:
            raise SystemExit(f"snippets: the compiler failed:\n{said}")
        failed |= new
        left = [path for path in left if path not in new]
    return failed
