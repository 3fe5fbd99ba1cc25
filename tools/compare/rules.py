"""Requests made from AWS's description of the operations: without a member, and with a member of another type or against a
constraint. Other requests name a pool, a client, a user or a token that does not exist.
"""

import re

from model import IDENTITY_POOLS, operation_model
from shared import OPERATIONS
from step import Step

IDENTITY_OPERATIONS = (
    "CreateIdentityPool", "DeleteIdentities", "DeleteIdentityPool", "DescribeIdentity", "DescribeIdentityPool",
    "GetCredentialsForIdentity", "GetId", "GetIdentityPoolRoles", "GetOpenIdToken", "ListIdentities", "ListIdentityPools",
    "SetIdentityPoolRoles", "UnlinkIdentity", "UpdateIdentityPool",
)
# The operations of user pools that the local pool does not serve: some by name, the others by a part of their names.
# local-pool/docs/operations.md lists every operation.
NOT_SERVED = {
    "AdminSetUserSettings", "GetClientToken", "GetProvisionedLimit", "SetUserSettings", "UpdateAuthEventFeedback",
    "UpdateProvisionedLimit",
}
KINDS_NOT_SERVED = ("PointInTimeRecover", "Replica", "CIMDPolic", "ClientMetadataURL")
# The valid values of members. Every other text is made up.
VALID = {
    "UserPoolId": "${pool}", "ClientId": "${client}", "AccessToken": "${access_token}", "PoolName": "${prefix}rules",
    "ResourceArn": "${pool_arn}", "IdentityPoolId": "${identity_pool}", "IdentityId": "${identity}",
    "IdentityPoolName": "${prefix}rules", "Domain": "${domain}", "JobId": "import-nobody0000", "TermsName": "terms-of-use",
    "SessionId": "tkn0000000000000000000000000",
    "DeviceKey": "${region}_00000000-0000-4000-8000-000000000000", "Links": {"cognito:default": "https://app.example/"},
}
NOWHERE = {
    "UserPoolId": "${no_pool}", "ClientId": "0nobody0nobody0nobody0nobo", "AccessToken": "nobody.has.this",
    "IdentityPoolId": "${no_identity_pool}", "IdentityId": "${no_identity_pool}",
}
# These are the same in every operation, so their constraints are tried in only one.
COMMON = {"UserPoolId", "ClientId", "AccessToken", "Username", "NextToken"}
# Operations that begin with these would make something, or change the pool, if they got made-up names.
MAKING = (
    "Create", "Add", "AdminCreate", "Set", "SignUp", "Start", "Stop", "Tag", "Untag", "AdminInitiateAuth", "InitiateAuth",
)
TYPES = {
    "string": 7, "structure": "text", "list": "text", "map": "text", "boolean": "text", "integer": "text", "long": "text",
}
LARGEST = 5000


def operations(service):
    """The operations of user pools that the local pool serves, or those of IDENTITY_OPERATIONS."""
    if service == IDENTITY_POOLS:
        return list(IDENTITY_OPERATIONS)
    names = OPERATIONS.read_text().split()
    return [name for name in names if name not in NOT_SERVED and not any(kind in name for kind in KINDS_NOT_SERVED)]


def steps(scenario, service):
    """The requests for the operations of a service. An operation without input has none."""
    seen = set()
    for operation in operations(service):
        shape = operation_model(service, operation).input_shape
        if shape is None:
            continue
        for case, body in requests(operation, shape, seen):
            yield Step(scenario, case, operation, service, body)


def requests(operation, shape, seen):
    """The cases of an operation, with the members of the request."""
    required = {name: sample(name, shape.members[name]) for name in shape.required_members}
    if required:
        yield "nothing", {}
    if len(required) > 1:
        yield from ((f"no {name}", {key: required[key] for key in required if key != name}) for name in required)
    types = set()
    for name, member in shape.members.items():
        for case, value in wrong_values(name, member, types, seen):
            yield f"{case} {name}", {**required, name: value}
    yield from unknown_things(operation, shape, required)


def wrong_values(name, member, types, seen):
    """Values that a member may not have. `types` has the types that were tried in this operation, and `seen` the members that
    were tried in any operation so far."""
    if member.type_name in TYPES and member.type_name not in types:
        types.add(member.type_name)
        yield "another type of", TYPES[member.type_name]
    if name in COMMON and name in seen:
        return
    seen.add(name)
    constraints, enum = member.metadata, getattr(member, "enum", None)
    low, high = constraints.get("min"), constraints.get("max")
    if enum:
        yield "an unknown value of", "NOBODY"
    elif member.type_name == "string":
        if high and high <= LARGEST:
            yield "too long a", f"${{long {high + 1}}}"
        if low:
            yield "an empty", ""
        if "pattern" in constraints:
            yield from (("against the pattern:", value) for value in unfit(constraints["pattern"]))
    elif member.type_name in ("integer", "long"):
        yield from (("too high a", high + 1),) if high is not None else ()
        yield from (("too low a", low - 1),) if low is not None else ()
    elif member.type_name == "list":
        if high and high <= 100:
            yield "too many", [sample(name, member.member)] * (high + 1)
        if low:
            yield "an empty", []


def unfit(pattern):
    r"""A text that a pattern refuses, or none. Python lacks classes such as `\p{L}`. A space is in `\p{Z}` and `\s`."""
    if r"\p" in pattern:
        return [] if r"\p{Z}" in pattern or r"\s" in pattern else ["a b"]
    return [text for text in ("a b!",) if not re.fullmatch(pattern, text)]


def unknown_things(operation, shape, required):
    """Requests that are valid, and name what does not exist."""
    if not required or operation in ("CreateUserPool", "CreateIdentityPool"):
        return
    for name in sorted(required.keys() & NOWHERE.keys()):
        yield f"{name} that does not exist", {**required, name: NOWHERE[name]}
    others = required.keys() - NOWHERE.keys() - {"ResourceArn"}
    if others and not operation.startswith(MAKING) and "UserPoolId" in required:
        yield "names that do not exist", required


def sample(name, shape, depth=0):
    """A valid value, made up unless it has to exist."""
    if name in VALID:
        return VALID[name]
    if shape.type_name == "structure":
        return {key: sample(key, shape.members[key], depth + 1) for key in shape.required_members} if depth < 4 else {}
    if shape.type_name == "list":
        return [sample(name, shape.member, depth + 1)] * max(shape.metadata.get("min", 1), 1)
    if shape.type_name == "map":
        return {"nobody": sample(name, shape.value, depth + 1)}
    if shape.type_name in ("integer", "long", "double", "float"):
        return max(shape.metadata.get("min", 1), 1)
    if shape.type_name in ("boolean", "timestamp"):
        return False if shape.type_name == "boolean" else 0
    enum = getattr(shape, "enum", None)
    return enum[0] if enum else text(name, shape.metadata)


def text(name, constraints):
    """A made-up text within the constraints. An ARN, a code and a UUID look like one."""
    if name == "IdentityIdsToDelete":
        return "${no_identity_pool}"
    if name.endswith("Arn"):
        return "arn:aws:iam::000000000000:role/nobody"
    if name in ("ConfirmationCode", "Code", "UserCode"):
        return "000000"
    if "[0-9a-f" in constraints.get("pattern", "") or "{12}" in constraints.get("pattern", ""):
        return "00000000-0000-4000-8000-000000000000"
    low, high = constraints.get("min", 0), constraints.get("max", LARGEST)
    return "nobody".ljust(low, "0")[:max(high, 1)]
