"""Prints AWS's own model of the operations that an app can call, reduced to what the oracle reads.

The model is that of the installed botocore.
"""
import gzip
import json
import re
from itertools import product
from pathlib import Path

import botocore

DATA = Path(botocore.__file__).parent / "data"
SERVICE = DATA / "cognito-idp/2016-04-18/service-2.json.gz"
PARTITIONS = DATA / "partitions.json"


class Reducer:
    def __init__(self, service):
        self.shapes = service["shapes"]
        self.operations = service["operations"]

    def shape(self, name):
        shape = self.shapes[name]
        kind = shape["type"]
        if shape.get("document"):
            return "document"
        if "enum" in shape:
            return {"enum": shape["enum"]}
        if kind == "list":
            return {"list": self.shape(shape["member"]["shape"])}
        if kind == "map":
            return {"map": self.shape(shape["value"]["shape"])}
        if kind == "structure":
            return {"members": self.members(name), "required": sorted(shape.get("required", []))}
        return kind

    def members(self, name):
        return {member: self.shape(of["shape"]) for member, of in self.shapes[name]["members"].items()}

    def operation(self, operation):
        empty = {"members": {}, "required": []}
        return {
            "input": self.shape(operation["input"]["shape"]) if "input" in operation else empty,
            "output": self.shape(operation["output"]["shape"]) if "output" in operation else empty,
            "exceptions": sorted(self.code(error["shape"]) for error in operation.get("errors", [])),
        }

    def code(self, exception):
        return self.shapes[exception].get("error", {}).get("code", exception)

    def of_apps(self):
        """The operations that take no signature: an app calls them with a token, or without any credential."""
        return {
            name: self.operation(operation)
            for name, operation in sorted(self.operations.items())
            if operation.get("authtype") == "none"
        }


def made_up(pattern):
    """A region of each form that the partition's pattern allows. None of them exists."""
    pattern = pattern.strip("^$").replace(r"\-", "-").replace(r"\w+", "nowhere").replace(r"\d+", "99")
    parts = [part.split("|") for part in re.split(r"[()]", pattern)]
    return ["".join(parts) for parts in product(*parts)]


def partition(partition):
    # A name that ends in "-global" is for services without regions. Cognito has regions.
    regions = [region for region in partition["regions"] if not region.endswith("-global")]
    return {
        "domain": partition["outputs"]["dnsSuffix"],
        "regions": sorted(regions),
        "made_up": made_up(partition["regionRegex"]),
    }


def reduced():
    service = json.loads(gzip.decompress(SERVICE.read_bytes()))
    partitions = json.loads(PARTITIONS.read_text())["partitions"]
    return {
        "botocore": botocore.__version__,
        "target": service["metadata"]["targetPrefix"],
        "content_type": "application/x-amz-json-" + service["metadata"]["jsonVersion"],
        "host": service["metadata"]["endpointPrefix"],
        "partitions": {of["id"]: partition(of) for of in partitions},
        "operations": Reducer(service).of_apps(),
    }


print(json.dumps(reduced(), indent=1))
