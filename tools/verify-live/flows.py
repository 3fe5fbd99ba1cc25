"""The flows, and how one is played: step by step, as a case of the corpus says, with values that exist."""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import secrets

from compare import Comparison
from server import Failed, reason

HERE = pathlib.Path(__file__).parent
CASES = HERE.parent.parent / "conformance" / "cases"
SAME, DIFFERS, NOT_RUN = "same", "differs", "not run"
# The passwords of the cases. Each flow replaces them by passwords of its own.
PASSWORDS = ["Correct horse 7!", "Another horse 8!", "A newer horse 8!"]


class Stopped(Exception):
    """A call had another outcome, so the flow's later calls make no sense."""


def all_flows():
    """The flows of flows.json, in order. Those with `why` are never run."""
    return json.loads((HERE / "flows.json").read_text())


def totp(secret, seconds):
    """The code that an authenticator app shows (RFC 6238, with Cognito's parameters: SHA-1, 30 seconds, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(seconds // 30).to_bytes(8, "big"), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


class Case:
    """A case of the corpus, with its values filled in."""

    def __init__(self, folder, name):
        text = json.loads((folder / f"{name}.json").read_text())
        self.configuration = text["configuration"]
        self.steps = fill(text["steps"], text.get("values", {}))


def fill(value, values):
    if isinstance(value, dict):
        return {name: fill(member, values) for name, member in value.items()}
    if isinstance(value, list):
        return [fill(item, values) for item in value]
    return values[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def steps_of(flow, cases=CASES):
    """The steps of a flow, each with its case. `sign-in-srp 0` is one step of a case, `sign-in-srp 0-2` three of them."""
    steps = []
    for entry in flow["steps"]:
        entry = {"case": entry} if isinstance(entry, str) else entry
        name, _, numbers = entry["case"].partition(" ")
        if name.startswith("Admin"):
            steps.append((None, {"call": name}))
            continue
        case = Case(cases, name)
        first, _, last = numbers.partition("-")
        chosen = case.steps[int(first):int(last or first) + 1] if numbers else case.steps
        for step in chosen:
            steps.append((case, {**step, "arguments": {**step.get("arguments", {}), **entry.get("arguments", {})}}))
    return steps


class Run:
    """One flow, on a user of its own."""

    def __init__(self, flow, server, player, cases=CASES):
        self.flow, self.server, self.player = flow, server, player
        self.steps = steps_of(flow, cases)
        name = f"{flow.get('prefix', 'ann')}-{secrets.token_hex(4)}"
        self.email = f"{name}@example.com"
        self.username = self.email if flow["client"].startswith("Emails") else name
        self.passwords = {password: f"Aa1!{secrets.token_urlsafe(12)}" for password in PASSWORDS}
        self.client = self.pool_id = self.comparison = None
        # The authenticator app's secret and last code, and its first period of 30 seconds whose code is unused.
        self.secret, self.last_code, self.next_step = None, None, 0
        # How many messages were sent to the user, and how many requests the player has sent.
        self.messages, self.requests = 0, 0
        self.differences, self.remarks = [], []

    def replacements(self):
        configuration = next(case.configuration for case, _ in self.steps if case)
        region, pool, client = (configuration.get(name) for name in ("region", "userPoolId", "clientId"))
        known = {
            **self.passwords,
            "ann@example.com": self.email,
            "ann@example.org": f"new-{self.email}",
            client: self.client["client_id"],
            f"cognito-idp.{region}.amazonaws.com/{pool}": f"cognito-idp.{self.server.region}.amazonaws.com/{self.pool_id}",
        }
        if "identityPool" in configuration:
            known[configuration["identityPool"]["poolId"]] = self.server.resources["IdentityPool"]
        # If users sign in with their addresses, the service makes up their names in the pool: nothing replaces "ann".
        return known if self.username == self.email else {"ann": self.username, **known}

    def configuration(self):
        """The configuration of the first case, with the ids of the client and its pool."""
        stated = next(case.configuration for case, _ in self.steps if case)
        live = {name: stated[name] for name in ("defaultFlow", "deviceName") if name in stated}
        live |= {"region": self.server.region, "userPoolId": self.pool_id, "clientId": self.client["client_id"]}
        if self.server.endpoint:
            live["endpoint"] = self.server.endpoint
        if self.client["secret"] and not self.flow.get("without_secret"):
            live["clientSecret"] = self.client["secret"]
        if "identityPool" in stated:
            live["identityPool"] = {**stated["identityPool"], "poolId": self.server.resources["IdentityPool"]}
        return live

    def play(self):
        self.client = self.server.client(self.flow["client"])
        self.pool_id = self.client["pool_id"]
        self.comparison = Comparison(self.replacements())
        self.make_user()
        self.player.start(self.configuration())
        for case, step in self.steps:
            if case is None:
                self.server.administrate(step["call"], self.pool_id, self.username)
            elif step["call"] == "restart":
                self.player.call("restart", {})
            else:
                self.play_step(step)

    def make_user(self):
        """Makes the user in the state from which the flow begins."""
        state, password = self.flow.get("user", "confirmed"), self.passwords[PASSWORDS[0]]
        if state == "none":
            return
        self.server.make_user(self.pool_id, self.username, self.email, password, invited=state == "invited")
        if state == "reset":
            self.server.administrate("AdminResetUserPassword", self.pool_id, self.username)
            self.messages += 1
        elif state == "disabled":
            self.server.administrate("AdminDisableUser", self.pool_id, self.username)

    def play_step(self, step):
        for value in step["arguments"].values():
            if isinstance(value, str) and value in self.flow.get("codes", {}):
                self.comparison.known[value] = self.code(self.flow["codes"][value], step["call"])
        answer = self.player.call(step["call"], self.comparison.replaced(step["arguments"]))
        self.requests += len(answer["exchanges"])
        self.messages += sum(has_sent(exchange.get("response")) for exchange in answer["exchanges"])
        self.secret = answer.get("result", {}).get("sharedSecret", self.secret)
        outcome, differences, remarks = self.comparison.step(step, answer)
        self.differences += outcome + differences
        self.remarks += remarks
        if outcome:
            raise Stopped

    def code(self, kind, call):
        """The code of the newest e-mail, the next code of the authenticator app, or its last one once more."""
        if kind == "email":
            code = self.server.codes.newest(self.pool_id, self.username, self.messages, call)
            if code is None:
                raise Failed(f"{call}: no code came")
            return code
        if self.secret is None:
            raise Failed(f"{call}: there is no authenticator app")
        if kind == "next":
            # The service takes each code once.
            seconds = self.server.clock.wait_until(self.next_step * 30)
            self.next_step = seconds // 30 + 1
            self.last_code = totp(self.secret, seconds)
        return self.last_code

    def row(self):
        """Plays the flow. Returns what the table says about it."""
        try:
            self.play()
        except Stopped:
            pass
        except Exception as error:
            # An error of this tool must not hide the other flows either.
            self.differences.append(reason(error))
        outcome = DIFFERS if self.differences else SAME
        return self.flow["flow"], outcome, self.requests, unique(self.differences), unique(self.remarks)


def has_sent(response):
    """Whether a response says that a message is on its way."""
    return re.search('"DeliveryMedium"|"CODE_DELIVERY_DELIVERY_MEDIUM"', json.dumps(response)) is not None


def unique(texts):
    return list(dict.fromkeys(texts))
