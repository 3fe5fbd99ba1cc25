"""Checks the pool's responses against botocore's description of the services."""

import json

# Each (service, operation) whose response had the right shape in this process, such as ("cognito-idp", "SignUp").
# every_operation.py reads it.
CHECKED = set()


def check_responses(client):
    """Makes each call of a boto3 client fail if the response does not have the operation's shape."""

    def check(http_response, model, **_):
        if http_response.status_code == 200:
            faults = list(faults_in(model.output_shape, json.loads(http_response.content), model.name))
            if faults:
                raise AssertionError("\n".join(faults))
            CHECKED.add((model.service_model.service_name, model.name))

    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"after-call.{service}", check)


def faults_in(shape, value, place):
    """What is wrong with a value: members that are unknown or missing, and values of another type."""
    if shape is None:
        if value != {}:
            yield f"{place} has no members"
    elif getattr(shape, "is_document_type", False):
        return
    elif shape.type_name == "structure":
        if not isinstance(value, dict):
            yield f"{place} is not an object"
            return
        yield from (f"{place} has no member {name}" for name in value.keys() - shape.members.keys())
        yield from (f"{place} lacks {name}" for name in set(shape.required_members) - value.keys())
        for name in value.keys() & shape.members.keys():
            yield from faults_in(shape.members[name], value[name], f"{place}.{name}")
    elif shape.type_name == "list":
        if not isinstance(value, list):
            yield f"{place} is not a list"
            return
        for index, element in enumerate(value):
            yield from faults_in(shape.member, element, f"{place}[{index}]")
    elif shape.type_name == "map":
        if not isinstance(value, dict):
            yield f"{place} is not a map"
            return
        for key, element in value.items():
            yield from faults_in(shape.value, element, f"{place}[{key}]")
    elif not fits(shape, value):
        yield f"{place} is {value!r}, which is not a valid {shape.type_name}"


def fits(shape, value):
    """Whether a plain value has the shape's type and, for an enum, is one of its values."""
    if isinstance(value, bool) or shape.type_name == "boolean":
        return isinstance(value, bool) and shape.type_name == "boolean"
    if shape.type_name in ("integer", "long"):
        return isinstance(value, int)
    if shape.type_name in ("timestamp", "float", "double"):
        return isinstance(value, (int, float))
    choices = getattr(shape, "enum", None)
    return isinstance(value, str) and (not choices or value in choices)
