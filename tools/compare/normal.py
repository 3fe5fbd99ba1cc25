"""Takes out of a response what must differ: ids, times, tokens, codes, and everything secret.

What the run knows gets its variable's name, such as `${pool}`. What the service has made up gets the name of its kind, such
as `<uuid>`. Of a JWT, the header and the claims stay. So nothing that is left is a secret, and all of it can be compared.
"""

import base64
import json
import re
from dataclasses import dataclass, field

import shared  # noqa: F401 (finds shapes)
from shapes import faults_in

from made import PREFIX
from model import SERVICES, operation_model

# The headers whose values are compared. Of the others, a service may change any at any time.
HEADERS = (
    "access-control-allow-origin", "access-control-expose-headers", "allow", "cache-control", "content-type", "location",
    "pragma", "www-authenticate", "x-amzn-errormessage", "x-amzn-errortype", "x-amzn-requestid",
)
# Members that the service makes up. Some are secret.
MADE_UP = {
    "AWSAccountId", "AccessKeyId", "CSSVersion", "Certificate", "ClientSecret", "ClientSecretId", "ClientSecretValue",
    "CloudFrontDistribution", "CloudFrontDomain", "CredentialId", "DeviceGroupKey", "DeviceKey", "EventId",
    "ImageUrl", "JobId", "KeyId", "ManagedLoginBrandingId", "NextToken", "PaginationToken", "PreSignedUrl",
    "RefreshToken", "S3Bucket", "SALT", "SECRET_BLOCK", "SRP_B", "SecretCode", "SecretKey", "Session", "SessionId",
    "SessionToken", "TermsId", "Version", "challenge", "e", "event_id", "jti", "kid", "n", "nonce", "origin_jti",
    "refresh_token", "user.id",
}
# Members that are times, in any form.
TIMES = re.compile(r".*(Date|Expiration)|exp|iat|auth_time|(Last|Created|Updated|Modified).*(At|Time)")
JWT = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*")
# These are applied in this order. An encrypted token has five parts.
PATTERNS = [
    (re.compile(r"eyJ[\w-]+(\.[\w-]*){4}"), "<encrypted token>"),
    (JWT, "<token>"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I), "<uuid>"),
    # After the uuids: the id of a device has one after the region.
    (re.compile(r"\$\{region\}_[0-9A-Za-z]+\b"), "<user pool>"),
    # A text with capitals also needs a digit, because a word of 26 letters can be the name of a member.
    (re.compile(r"\b([0-9a-z]{26}|(?=[A-Za-z]*\d)[0-9A-Za-z]{26})\b"), "<client>"),
    (re.compile(r"(?<=:)\d{12}(?=:)"), "<account>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(Z|[+-]\d\d:?\d\d)?"), "<time>"),
]
# A shorter value of a variable could be a part of another word.
SHORTEST = 6


@dataclass(frozen=True)
class NotSent:
    """A request that had no response, or that could not be made."""

    why: str


@dataclass(frozen=True)
class Normal:
    """A response without what must differ. The body is JSON, `<page>`, `<text>`, or empty."""

    status: int
    headers: dict
    body: object
    # What breaks AWS's description of the operation.
    faults: list = field(default_factory=list)


class Normaliser:
    """`variables` is what the run knows. It grows while the run goes on."""

    def __init__(self, variables):
        self.variables = variables

    def normal(self, step, response):
        body = response.json()
        headers = {name: self.header(name, response.headers[name]) for name in HEADERS if name in response.headers}
        if body is None:
            shown = "" if not response.text else "<page>" if "<html" in response.text.lower() else "<text>"
        else:
            shown = self.value(numbers(body) if step.page else body)
        return Normal(response.status, headers, shown, [self.text(fault) for fault in faults(step, response, body)])

    def header(self, name, value):
        """A header's value. Of a request id that is no UUID, only the length stays."""
        shown = self.text(value)
        return shown if name != "x-amzn-requestid" or shown == "<uuid>" else f"<{len(value)} characters>"

    def value(self, value, name="", parent=""):
        """Normalises a value. `name` is its member, and `parent` is the member around that one."""
        if isinstance(value, dict):
            return self.members(value, name)
        if isinstance(value, list):
            return [self.value(item, name, parent) for item in value]
        if isinstance(value, bool) or value is None:
            return value
        if TIMES.fullmatch(name):
            return "<time>" if isinstance(value, str) else 0
        if not isinstance(value, str):
            return value
        if name in MADE_UP or f"{parent}.{name}" in MADE_UP:
            return f"<{name}>" if value else ""
        return self.token(value) if JWT.fullmatch(value) else self.text(value)

    def members(self, value, parent):
        """An object's members, without the tags of this tool."""
        members = {}
        for name, member in value.items():
            if isinstance(member, dict) and PREFIX in member:
                member = {key: tag for key, tag in member.items() if key != PREFIX}
                if not member:
                    continue
            members[self.text(name)] = self.value(member, name, parent)
        return members

    def token(self, token):
        parts = [decoded(part) for part in token.split(".")[:2]]
        if None in parts:
            return "<token>"
        return {"header": self.value(parts[0]), "claims": self.value(parts[1])}

    def text(self, text):
        names = {name: "url" if name == "base" else name for name in self.variables}
        known = {str(value): names[name] for name, value in self.variables.items() if len(str(value)) >= SHORTEST}
        for value in sorted(known, key=len, reverse=True):
            text = text.replace(value, f"${{{known[value]}}}")
        for pattern, shown in PATTERNS:
            text = pattern.sub(shown, text)
        return text


def numbers(body):
    """A page of a list: which items it has is the service's choice, but not how many."""
    if not isinstance(body, dict):
        return body
    return {name: f"<{len(member)} items>" if isinstance(member, list) else member for name, member in body.items()}


def decoded(part):
    """A part of a token, decoded as JSON; None if it is not JSON."""
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return None


def faults(step, response, body):
    """What AWS's description of the operation does not allow."""
    model = operation_model(step.service, step.call) if step.call and step.service in SERVICES else None
    if model is None:
        return []
    if response.status == 200:
        return list(faults_in(model.output_shape, body, step.call))
    named = {shape.name for shape in model.error_shapes} | COMMON_ERRORS
    return [] if response.error in named else [f"{step.call} has no error {response.error or '(without a name)'}"]


# The errors that every operation can have, from AWS's page of common errors and from its protocol.
COMMON_ERRORS = {
    "AccessDeniedException", "InternalFailure", "InvalidAction", "MissingAuthenticationTokenException",
    "NotAuthorizedException", "SerializationException", "ServiceUnavailable", "ThrottlingException",
    "UnknownOperationException", "ValidationException",
}
