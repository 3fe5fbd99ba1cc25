"""Fills the variables of a request, such as `${pool}`.

`${null}` is JSON's null, and `${long N}` is a text of N letters. `${totp SECRET}` is the code that an authenticator app
shows. `${hash NAME CLIENT SECRET}` is a SECRET_HASH. `${code KIND NAME POOL}` is the newest code that was sent to a
user. `${basic CLIENT SECRET}` is what follows the word Basic in a header of HTTP Basic. CLIENT, POOL and SECRET are
names of variables. N, KIND and NAME are values.
"""

import base64
import hashlib
import hmac
import re

import pyotp

VARIABLE = re.compile(r"\$\{([^}]*)\}")


class Lacking(Exception):
    """A request can't be sent, because an earlier response lacks what the request needs."""


class Filler:
    """The variables of one side, in one scenario."""

    def __init__(self, endpoint, variables):
        self.endpoint, self.variables = endpoint, dict(variables)

    def filled(self, value):
        if isinstance(value, dict):
            return {self.text(name): self.filled(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = VARIABLE.fullmatch(value)
        return self.value(whole.group(1)) if whole else self.text(value)

    def text(self, text):
        return VARIABLE.sub(lambda found: str(self.value(found.group(1))), text)

    def value(self, expression):
        name, *words = expression.split()
        function = FUNCTIONS.get(name)
        return function(self, *words) if function else self.variable(name)

    def variable(self, name):
        if self.variables.get(name) is None:
            raise Lacking(name)
        return self.variables[name]

    def totp(self, secret):
        try:
            return pyotp.TOTP(self.variable(secret)).at(int(self.endpoint.now()))
        except ValueError:
            raise Lacking(secret) from None

    def secret_hash(self, username, client, secret):
        text, key = self.text(username) + self.variable(client), self.variable(secret)
        return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()

    def code(self, kind, username, pool):
        found = self.endpoint.code(kind, username, self.variable(pool))
        if found is None:
            raise Lacking(f"a code for {username}")
        self.variables["code"] = found
        return found

    def basic(self, client, secret):
        return base64.b64encode(f"{self.variable(client)}:{self.variable(secret)}".encode()).decode()


FUNCTIONS = {
    "long": lambda _filler, count: "x" * int(count),
    "null": lambda _filler: None,
    "totp": Filler.totp,
    "hash": Filler.secret_hash,
    "code": Filler.code,
    "basic": Filler.basic,
}
