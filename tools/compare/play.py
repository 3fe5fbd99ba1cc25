"""Plays the scenarios at one endpoint."""

import contextlib
import json
import secrets
import signal
import sys
import urllib.parse

from pycognito.aws_srp import AWSSRP

from fill import Filler, Lacking
from made import PREFIX, Made
from model import SERVICES
from normal import Normaliser, NotSent
from scenarios import CODES
from wire import NoResponse

# An id that no user pool has. The policy for AWS names it too.
NO_POOL = "NoSuchPool"
# The signals that end a run.
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Play:
    """One side's run. It deletes what it has made when the `with` block ends, also after a failure."""

    def __init__(self, endpoint, run):
        self.endpoint, self.run = endpoint, run
        self.made = Made(endpoint)
        # What could not be deleted.
        self.left = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with undisturbed():
            self.left = self.made.delete()

    def variables(self):
        """What a scenario knows before its first request. Passwords are made up for each scenario."""
        region = self.endpoint.region
        return {
            "region": region, "prefix": f"{PREFIX}-{self.run}-", "url": self.endpoint.url, "no_pool": f"{region}_{NO_POOL}",
            "no_identity_pool": f"{region}:00000000-0000-4000-8000-000000000000",
            # Cognito reserves the words cognito and aws in a domain.
            "domain": f"auth-compare-{self.run}",
            **{name: f"Aa1!{secrets.token_urlsafe(12)}" for name in ("password", "other_password", "wrong_password")},
        }

    def all(self, scenarios):
        """The responses by the names of the requests."""
        responses = {}
        for scenario in scenarios:
            print(f"  {self.endpoint.kind}: {scenario.name} ({len(scenario.steps)} requests)", file=sys.stderr, flush=True)
            responses |= self.scenario(scenario)
        return responses

    def scenario(self, scenario):
        turn = Turn(self, Filler(self.endpoint, self.variables()))
        return {step.name: turn.response(step) for step in scenario.steps}


@contextlib.contextmanager
def undisturbed():
    """Another Ctrl-C must not stop the deletion."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def playable(scenarios, endpoints):
    """The scenarios that all endpoints can play, and those that they can't."""
    can = {CODES: all(endpoint.has_codes for endpoint in endpoints)}
    fit = [scenario for scenario in scenarios if all(can[need] for need in scenario.needs)]
    return fit, [scenario for scenario in scenarios if scenario not in fit]


class Turn:
    """One scenario at one endpoint."""

    def __init__(self, play, filler):
        self.play, self.endpoint, self.filler = play, play.endpoint, filler
        self.normaliser = Normaliser(filler.variables)
        self.srp, self.challenge = None, {}

    def response(self, step):
        """Sends a request. Gives the normalised response."""
        if step.wait:
            self.endpoint.wait_for_next_code()
        try:
            response = self.http(step) if step.http else self.operation(step)
        except Lacking as lacking:
            return NotSent(f"it needs {lacking}")
        except NoResponse as error:
            return NotSent(f"no response: {error}")
        self.keep(step, response)
        return self.normaliser.normal(step, response)

    def operation(self, step):
        if step.srp:
            self.begin_srp(step.srp)
        body = self.filler.filled(step.body)
        if step.proof:
            body["ChallengeResponses"] = {**self.proof(), **body.get("ChallengeResponses", {})}
        if isinstance(body, dict):
            body = self.endpoint.prepared(step.service, step.call, body)
        response = self.endpoint.perform(step.service, step.call, body)
        if response.status == 200:
            self.play.made.note(step.call, body, response)
        return response

    def begin_srp(self, begin):
        """Makes up the numbers of an SRP sign-in. Its public number becomes `${srp_a}`."""
        user, password, pool, client = (self.filler.filled(begin[name]) for name in ("user", "password", "pool", "client"))
        self.srp = AWSSRP(user, password, pool, client, client=object())
        self.filler.variables["srp_a"] = self.srp.get_auth_params()["SRP_A"]

    def proof(self):
        try:
            return self.srp.process_challenge(self.challenge, self.srp.get_auth_params())
        except (KeyError, ValueError):
            raise Lacking("the challenge of SRP") from None

    def http(self, step):
        method, path = self.filler.text(step.http).split(" ", 1)
        if step.at in SERVICES:
            url = self.endpoint.urls[step.at]
        else:
            url = self.endpoint.domain(self.filler.variables.get("domain"))
        form, text = self.filler.filled(step.form), self.filler.filled(step.body or "")
        headers = self.filler.filled(step.headers)
        if form is not None:
            headers = {"content-type": "application/x-www-form-urlencoded", **headers}
            text = urllib.parse.urlencode(form)
        self.filler.variables["base"] = url
        text = text if isinstance(text, str) else json.dumps(text)
        return self.endpoint.wire.send(method, url + path, headers, text)

    def keep(self, step, response):
        """Keeps what later requests need. A refusal has none of it, and takes nothing away."""
        self.challenge = response.members().get("ChallengeParameters", self.challenge)
        for name, path in step.keep.items():
            value = member(response.json(), path)
            if value is not None:
                self.filler.variables[name] = value


def member(value, path):
    """What is at a path such as `Users.0.Username`; None if there is nothing."""
    for word in path.split("."):
        if isinstance(value, dict):
            value = value.get(word)
        elif isinstance(value, list) and word.isdigit() and int(word) < len(value):
            value = value[int(word)]
        else:
            return None
    return value
