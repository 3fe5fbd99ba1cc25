"""Compares what a call did at a real endpoint with what its case of the corpus states.

A case has made-up values, so values are compared by the part that they play:

- A value that the tool has replaced, such as the user's name, must be the replacement.
- A value that the case has in a response stands for whatever the service sent there. Where the case sends it back in a
  request, as with a Session, the client must send the service's value.
- Names, such as that of a challenge, must be those of the case.
- Of any other value of a request or a response, such as a proof or a time, only the type is compared. A boolean must be
  equal, and so must a text of a result that the service did not make up.
- Of the items of a list, only the members are compared.

A difference is a fault of the client, of the case, or of the service. A remark is about a response that the client has
understood nevertheless: members that the case does not have, or has in addition, and texts. No difference and no remark
contains a value that could be a secret. The text of a refusal is the service's own, and can repeat what a request said.
"""

import json
import re
from collections import defaultdict

# The members whose values are names of the service. All others can be secrets.
NAMED = {
    "__type", "ANSWER", "AttributeName", "AuthFlow", "ChallengeName", "CHALLENGE_NAME", "CODE_DELIVERY_DELIVERY_MEDIUM",
    "DeliveryMedium", "DeviceRememberedStatus", "Name", "PREFERRED_CHALLENGE", "PreferredMfaSetting", "Status", "TokenType",
    "code", "kind", "medium", "nextStep", "signOut", "state",
}
# The members whose content is not compared: what an authenticator gets and makes, and the verifier of a device.
OPAQUE = {
    "CREDENTIAL", "Credential", "CredentialCreationOptions", "CREDENTIAL_REQUEST_OPTIONS", "DeviceSecretVerifierConfig",
}
# The members of a result that are compared only if the case states them.
UNASKED = {"claims", "ended", "reason", "refreshFailure", "requestId", "serviceMessage"}
# A value that a client has from a service: an id, a token, an address of an authenticator app.
MADE_UP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\S{40}|otpauth:")


def leaves(value):
    """Every value of a JSON value that is neither an object nor an array."""
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]


class Comparison:
    """The comparison of one flow. `known` has the tool's replacement for each value of the cases."""

    def __init__(self, known):
        self.known = dict(known)
        self.seen = defaultdict(set)
        # Values of the cases that the service should have sent, but has not.
        self.unsent = set()

    def replaced(self, value):
        """A value of a case with the tool's replacements."""
        if isinstance(value, dict):
            return {self.known.get(name, name): self.replaced(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.replaced(item) for item in value]
        return self.known.get(value, value) if isinstance(value, str) else value

    def step(self, step, answer):
        """Compares one call. Returns the differences of its outcome, its other differences, and its remarks."""
        differences, remarks = [], []
        # What the call is given goes into its requests as it is.
        given = {leaf: leaf for leaf in leaves(step.get("arguments", {})) if isinstance(leaf, str)}
        self.known = {**given, **self.known}
        exchanges, requests = answer["exchanges"], step.get("requests", [])
        sent, stated = ([it["target"] for it in them] for them in (exchanges, requests))
        if sent != stated:
            differences.append(f"sent {', '.join(sent) or 'nothing'}; the case has {', '.join(stated) or 'nothing'}")
        # Responses come between the requests, so each response is read before the next request.
        for request, response, exchange in zip(requests, step.get("responses", []), exchanges):
            target = exchange["target"]
            differences += self.compare(request["body"], exchange["request"], f"request {target}", self.same_sent)
            found, more = self.response(response, exchange, f"response {target}")
            differences += found
            remarks += more
        return self.outcome(step, answer), differences, remarks

    def response(self, stated, exchange, where):
        if "status" not in exchange:
            return [f"{where}: none came"], []
        differences, found, body = [], exchange["response"], stated.get("body", {})
        if exchange["status"] != stated["status"]:
            differences.append(f"{where}: the status is {exchange['status']}, not {stated['status']}")
        kind = str((found or {}).get("__type", "")).split("#")[-1]
        if kind != body.get("__type", ""):
            differences.append(f"{where}: {kind or 'no error'}, not {body.get('__type', 'success')}")
        if differences:
            return differences, []
        if kind:
            texts = [str(it.get("message", it.get("Message", ""))) for it in (found, body)]
            return [], [] if texts[0] == texts[1] else [f"{where}: the text is '{texts[0]}', not '{texts[1]}'"]
        remarks = self.compare(body, found, where, self.same_received)
        named = [remark for remark in remarks if " is the name " in remark]
        return named, [remark for remark in remarks if remark not in named]

    def outcome(self, step, answer):
        ends = [end for end in ("result", "error") if end in step]
        if not ends:
            return []
        end = ends[0]
        if end not in answer:
            other = answer.get("error", {}).get("code", "a result")
            return [f"{step['call']}: {other}, not {'a result' if end == 'result' else step['error'].get('code')}"]
        found = {name: member for name, member in answer[end].items() if name in step[end] or name not in UNASKED}
        return self.compare(step[end], found, step["call"], self.same_outcome)

    def compare(self, stated, found, where, same):
        """Compares two values of JSON, member by member."""
        member = where.split(".")[-1]
        if member in OPAQUE:
            return []
        if isinstance(stated, (dict, list)) and isinstance(found, str):
            found = read(found)
        if isinstance(stated, dict) and isinstance(found, dict):
            return self.compare_members(stated, found, where, same)
        if isinstance(stated, list) and isinstance(found, list):
            return self.compare_items(stated, found, where, same)
        if kind_of(stated) != kind_of(found):
            return [f"{where} is {kind_of(found)}, not {kind_of(stated)}"]
        if isinstance(stated, bool) and stated != found:
            return [f"{where} is {str(found).lower()}"]
        if isinstance(stated, str) and member in NAMED and stated not in self.known:
            return [] if stated == found else [f"{where} is the name {found}, not {stated}"]
        return [] if not isinstance(stated, str) or same(stated, found) else [f"{where} is another value"]

    def compare_members(self, stated, found, where, same):
        stated = {self.known.get(name, name): member for name, member in stated.items()}
        asked = {name for name in found if name in stated or name not in UNASKED}
        lacking = [name for name in stated if name not in found]
        if same == self.same_received:
            self.unsent.update(leaf for name in lacking for leaf in leaves(stated[name]) if isinstance(leaf, str))
        elif same == self.same_sent:
            # The client can't send what it has not got.
            unsent = self.unsent - set(self.seen)
            lacking = [name for name in lacking if not isinstance(stated[name], str) or stated[name] not in unsent]
        problems = [f"{where} lacks {name}" for name in lacking]
        problems += [f"{where} also has {name}" for name in sorted(asked - set(stated))]
        for name in stated:
            if name in found:
                problems += self.compare(stated[name], found[name], f"{where}.{name}", same)
        return problems

    def compare_items(self, stated, found, where, same):
        """Compares the forms of a list's items. Which items there are depends on the user and on the pool."""
        if not stated or not isinstance(stated[0], dict):
            return []
        for one, other in zip(stated, found):
            if same == self.same_received:
                self.compare(one, other, where, same)
        forms = [set(item) for item in stated]
        odd = [item for item in found if not isinstance(item, dict) or set(item) not in forms]
        return [f"{where} has an item of another form"] if odd else []

    def same_sent(self, stated, found):
        if stated in self.known:
            return found == self.known[stated]
        return found in self.seen[stated] if stated in self.seen else found != ""

    def same_received(self, stated, found):
        self.seen[stated].add(found)
        return stated not in self.known or found == self.known[stated]

    def same_outcome(self, stated, found):
        if stated in self.known:
            return found == self.known[stated]
        if MADE_UP.search(stated):
            return found != ""
        return found in self.seen[stated] if stated in self.seen else found == stated


def read(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def kind_of(value):
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
