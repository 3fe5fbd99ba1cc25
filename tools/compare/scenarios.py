"""The requests, as data: each file of scenarios/ is a scenario, with steps that are sent in order.

A step is one request. An entry with `requests` has several steps, which share its members. `call` names an operation, whose
members are in `with`; `but` changes some of them, and `without` leaves some out. `text` is a body that is sent as it is.
`http` is a request that is no operation, such as `GET /oauth2/authorize`; `at` says where: `cognito-idp`,
`cognito-identity` or `oauth`. `keep` gives names to what is in the response, for later requests. fill.py explains the
variables, and step.py the other members.
"""

import tomllib
from dataclasses import dataclass

import rules
from model import USER_POOLS, service_of
from shared import HERE
from step import Step

FOLDER = HERE / "scenarios"
CODES = "codes"
MEMBERS = {
    "call", "service", "http", "at", "case", "requests", "with", "but", "without", "keep", "headers", "text", "form", "srp",
    "proof", "page", "wait",
}


@dataclass(frozen=True)
class Scenario:
    name: str
    about: str
    steps: tuple
    # What both sides need: `codes` is a way to read the codes that were sent to a user.
    needs: tuple = ()


def every():
    """The scenarios of the folder, in the order of their names."""
    return [read(path) for path in sorted(FOLDER.glob("*.toml"))]


def read(path):
    content = tomllib.loads(path.read_text())
    steps = [step for entry in content["step"] for step in steps_of(path.stem, entry)]
    if "rules" in content:
        steps += rules.steps(path.stem, content["rules"])
    return Scenario(path.stem, content["about"], tuple(steps), tuple(content.get("needs", [])))


def steps_of(scenario, entry):
    """The steps of an entry: one for each of its requests."""
    shared = {name: value for name, value in entry.items() if name != "requests"}
    return [step_of(scenario, {**shared, **request}) for request in entry.get("requests", [{}])]


def step_of(scenario, entry):
    unknown = entry.keys() - MEMBERS
    if unknown or "case" not in entry or ("call" in entry) == ("http" in entry):
        what = f"it has the unknown members {sorted(unknown)}" if unknown else f"it has {sorted(entry)}"
        raise ValueError(f"{scenario}: a step needs a case, and either a call or http; {what}")
    body = {**entry.get("with", {}), **entry.get("but", {})}
    for name in entry.get("without", []):
        del body[name]
    call = entry.get("call", "")
    return Step(
        scenario, entry["case"], call, entry.get("service", service_of(call)), entry.get("text", body),
        entry.get("http", ""), entry.get("at", USER_POOLS), entry.get("headers", {}), entry.get("form"),
        entry.get("keep", {}), entry.get("srp", {}), entry.get("proof", False), entry.get("page", False),
        entry.get("wait", False),
    )
