"""CloudFormation's own descriptions of the Cognito resources, from the files that cfn-lint ships: which properties there
are, which of them only a new resource can have, and which can't be read back."""

import functools
import json
import os
import pathlib

SCHEMAS = pathlib.Path(os.environ["CLOUDFORMATION_SCHEMAS"])
SERVICE = "AWS::Cognito::"


def names(schema, member):
    return {path.removeprefix("/properties/").split("/")[0] for path in schema.get(member, [])}


def leaves(shape, definitions, place):
    """The places of the innermost properties in a part of a schema."""
    if "$ref" in shape:
        shape = definitions[shape["$ref"].split("/")[-1]]
    if shape.get("type") == "array":
        yield from leaves(shape["items"], definitions, place)
    elif "properties" in shape:
        for name, member in shape["properties"].items():
            yield from leaves(member, definitions, f"{place}.{name}")
    else:
        yield place


class Kind:
    """One type of resource."""

    def __init__(self, schema):
        self.type = schema["typeName"]
        self.properties = set(schema["properties"])
        self.required = set(schema.get("required", []))
        self.read_only = names(schema, "readOnlyProperties")
        self.leaves = {
            place for name, shape in schema["properties"].items() if name not in self.read_only
            for place in leaves(shape, schema.get("definitions", {}), f"{self.type.removeprefix(SERVICE)}.{name}")
        }
        self.write_only = names(schema, "writeOnlyProperties")
        # A change of one of these replaces the resource.
        self.create_only = names(schema, "createOnlyProperties")

    def check(self, asked):
        """Fails if the template has a property that CloudFormation would refuse, or lacks a required one."""
        unknown, missing = asked.keys() - (self.properties - self.read_only), self.required - asked.keys()
        if unknown or missing:
            raise ValueError(f"{self.type}: unknown {sorted(unknown)}, missing {sorted(missing)}")


@functools.cache
def kinds():
    """The resources of Cognito, by their types."""
    files = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text())
    found = [name for name in files if name.startswith(SERVICE)]
    return {name: Kind(json.loads((SCHEMAS / "resources" / f"{files[name]}.json").read_text())) for name in found}
