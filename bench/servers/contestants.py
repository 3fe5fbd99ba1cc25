"""The servers that play Cognito, and how each of them is started. In a command and in the environment, `{port}` is a free
port, and `{folder}` the server's own folder. The benchmarks measure these servers, and tools/compare compares them."""

import json
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path


@dataclass
class Contestant:
    name: str
    version: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    checks_srp: bool = False


def add_arguments(parser):
    """The options with the folders where the servers are installed."""
    for name in ("--local-pool", "--python", "--cognito-local"):
        parser.add_argument(name, required=True)


def contestants(arguments):
    """All servers."""
    package = Path(arguments.cognito_local) / "node_modules/cognito-local"
    return [
        local_pool_of(arguments.local_pool),
        Contestant(
            "cognito-local",
            json.loads((package / "package.json").read_text())["version"],
            ["node", str(package / "lib/bin/start.js")],
            {"HOST": "127.0.0.1", "PORT": "{port}"},
        ),
        moto(arguments.python),
        ministack(arguments.python),
    ]


def local_pool_of(program):
    return Contestant("local pool", "", [program, "--port", "{port}"], checks_srp=True)


def moto(python):
    program = Path(python) / "bin/moto_server"
    return Contestant("moto", installed(python, "moto"), [str(program), "-H", "127.0.0.1", "-p", "{port}"])


def ministack(python):
    """With AUTH=true, ministack checks passwords. With the package cryptography, it signs its tokens."""
    environment = {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": "{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    program = Path(python) / "bin/ministack"
    return Contestant("ministack", installed(python, "ministack"), [str(program)], environment, checks_srp=True)


def installed(environment, name):
    """The version of a package in a virtual environment."""
    folders = [str(path) for path in Path(environment).glob("lib/python*/site-packages")]
    (found,) = distributions(name=name, path=folders)
    return found.version
