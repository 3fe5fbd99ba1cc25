"""The servers that play Cognito, and how each of them is started. In a command and in the environment, `{port}` is a free
port, and `{folder}` the server's own folder."""

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
    python, node = map(Path, (arguments.python, arguments.cognito_local))
    package = node / "node_modules/cognito-local"
    return [
        Contestant("local pool", "", [arguments.local_pool, "--port", "{port}"], checks_srp=True),
        Contestant(
            "cognito-local",
            json.loads((package / "package.json").read_text())["version"],
            ["node", str(package / "lib/bin/start.js")],
            {"HOST": "127.0.0.1", "PORT": "{port}"},
        ),
        Contestant(
            "moto", installed(python, "moto"), [str(python / "bin/moto_server"), "-H", "127.0.0.1", "-p", "{port}"]
        ),
        # With AUTH=true, ministack checks passwords. With the package cryptography, it signs its tokens.
        Contestant(
            "ministack",
            installed(python, "ministack"),
            [str(python / "bin/ministack")],
            {
                "AUTH": "true",
                "BIND_HOST": "127.0.0.1",
                "MINISTACK_HOST": "127.0.0.1",
                "GATEWAY_PORT": "{port}",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            },
            checks_srp=True,
        ),
    ]


def installed(environment, name):
    """The version of a package in a virtual environment."""
    (found,) = distributions(name=name, path=[str(path) for path in environment.glob("lib/python*/site-packages")])
    return found.version
