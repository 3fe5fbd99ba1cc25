"""Finds where two normalised responses to one request differ."""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from normal import NotSent

# Lists whose order the service defines. Any other list is compared as a set.
ORDERED = {"RecoveryMechanisms", "AuthEvents"}
# The members that identify an item of a list. Items with the same value are compared with each other.
KEYS = (
    "Name", "GroupName", "Username", "ClientId", "ProviderName", "Identifier", "IdentityPoolId", "IdentityId", "JobName",
    "SchemeName", "ScopeName", "kid", "TermsName", "Id",
)
# The member that names an error: Cognito's, and OAuth's.
ERROR_NAMES = ("__type", "error")
NOTHING = "(absent)"
KINDS = {
    "not sent": "one side gave no response, or the request could not be made there",
    "status": "the HTTP status",
    "error": "the error's name, or an error at one side only",
    "text": "the error's text",
    "member": "a member, or an item of a list, that one side lacks",
    "type": "the type of a value",
    "value": "a value",
    "order": "the order of a list that has one",
    "claim": "a claim, or a member of a token's header",
    "header": "a header",
    "model": "what AWS's own description of the operation does not allow",
}


@dataclass(frozen=True)
class Difference:
    request: str
    kind: str
    # The member, header or claim; empty for the whole response.
    place: str
    left: str
    right: str

    def as_json(self):
        return asdict(self)


def differences(request, left, right):
    """Every difference of two responses."""
    return [Difference(request, *found) for found in found_in(left, right)]


def found_in(left, right):
    if isinstance(left, NotSent) or isinstance(right, NotSent):
        # If a side has no response, nothing else is compared. The same reason at both sides is no difference.
        shown = [response.why if isinstance(response, NotSent) else f"{response.status}" for response in (left, right)]
        if not (isinstance(left, NotSent) and isinstance(right, NotSent)) or shown[0] != shown[1]:
            yield ("not sent", "", *shown)
        return
    if left.status != right.status:
        yield "status", "", str(left.status), str(right.status)
    for name in sorted(left.headers.keys() | right.headers.keys()):
        values = [side.headers.get(name, NOTHING) for side in (left, right)]
        if values[0] != values[1]:
            yield ("header", name, *values)
    names = [error_of(side) for side in (left, right)]
    if names[0] != names[1]:
        yield ("error", "", *(name or "success" for name in names))
    if bool(names[0]) == bool(names[1]):
        yield from body_differences(left.body, right.body)
    if left.faults != right.faults:
        yield ("model", "", *("; ".join(side.faults) or "(fits)" for side in (left, right)))


def error_of(response):
    """The error's name; empty for a success."""
    return error_name(response.body) or ("" if response.status < 400 else "(without a name)")


def error_name(body):
    """The name of an error in Cognito's form or in OAuth's, without a namespace."""
    members = body if isinstance(body, dict) else {}
    found = next((members[name] for name in ERROR_NAMES if isinstance(members.get(name), str)), "")
    return found.split("#")[-1]


def body_differences(left, right, place=""):
    """The differences of two values of JSON."""
    kinds = [kind_of(value) for value in (left, right)]
    if kinds[0] != kinds[1]:
        yield named("type", place), place, *kinds
    elif isinstance(left, dict):
        yield from member_differences(left, right, place)
    elif isinstance(left, list):
        yield from item_differences(left, right, place)
    elif left != right:
        yield named("value", place), place, shown(left), shown(right)


def member_differences(left, right, place):
    for name in sorted(left.keys() | right.keys()):
        inner = f"{place}.{name}" if place else name
        if name not in left or name not in right:
            sides = [shown(side[name]) if name in side else NOTHING for side in (left, right)]
            yield (named("member", inner, is_member=True), inner, *sides)
        elif not (inner in ERROR_NAMES and left[name] != right[name] and error_name(left) != error_name(right)):
            yield from body_differences(left[name], right[name], inner)


def item_differences(left, right, place):
    name = place.split(".")[-1].split("[")[0]
    if name in ORDERED:
        if left != right and sorted(map(canonical, left)) == sorted(map(canonical, right)):
            yield "order", place, shown(left), shown(right)
            return
        sides = [dict(enumerate(side)) for side in (left, right)]
    else:
        sides = [by_key(side) for side in (left, right)]
    for key in sorted(sides[0].keys() | sides[1].keys(), key=str):
        inner = f"{place}[{key}]"
        if key not in sides[0] or key not in sides[1]:
            yield (named("member", inner), inner, *(shown(side[key]) if key in side else NOTHING for side in sides))
        else:
            yield from body_differences(sides[0][key], sides[1][key], inner)


def by_key(items):
    """The items of a list by what identifies them: a member or the whole item, and a number if several are alike."""
    found, same = {}, Counter()
    for item in sorted(items, key=canonical):
        key = next((str(item[name]) for name in KEYS if isinstance(item, dict) and name in item), canonical(item))
        same[key] += 1
        found[key if same[key] == 1 else f"{key} #{same[key]}"] = item
    return found


def named(kind, place, is_member=False):
    """The kind of a difference at this place. Only at the top, `message` is an error's text."""
    if ".claims" in place or ".header" in place:
        return "claim"
    if place in ("message", "Message", "error_description") and not is_member:
        return "text"
    return kind


def canonical(value):
    return json.dumps(value, sort_keys=True)


def shown(value):
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def kind_of(value):
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
