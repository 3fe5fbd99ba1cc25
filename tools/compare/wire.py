"""Sends requests as they are, even with wrong members. A client of AWS would refuse some of them, and add to others."""

import json
from dataclasses import dataclass

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from model import is_signed, target

SECONDS = 60


class NoResponse(Exception):
    """The connection failed or was closed, or the endpoint was silent."""


@dataclass(frozen=True)
class Response:
    """A response. The names of its headers are in small letters."""

    status: int
    headers: dict
    text: str

    def json(self):
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    def members(self):
        body = self.json()
        return body if isinstance(body, dict) else {}

    @property
    def error(self):
        """The name of Cognito's error, without a namespace; an empty text if there is none."""
        return str(self.members().get("__type", "")).split("#")[-1]


class Wire:
    """The connections to one endpoint."""

    def __init__(self, region, credentials):
        self.region, self.credentials = region, credentials
        self.connections = urllib3.PoolManager(retries=False, timeout=SECONDS)

    def perform(self, url, service, operation, body):
        """Performs an operation. The body is JSON, or a text that is sent as it is."""
        headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": target(service, operation)}
        text = body if isinstance(body, str) else json.dumps(body)
        return self.send("POST", f"{url}/", headers, text, service if is_signed(service, operation) else None)

    def send(self, method, url, headers, text, signed_for=None):
        """Sends a request, signed for a service or not. It follows no redirect."""
        if signed_for:
            request = AWSRequest(method=method, url=url, data=text.encode(), headers=headers)
            SigV4Auth(self.credentials, signed_for, self.region).add_auth(request)
            headers = dict(request.headers.items())
        try:
            response = self.connections.request(method, url, body=text.encode(), headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            # The error's text has the address, which can have what was sent.
            raise NoResponse(type(error).__name__) from None
        found = {name.lower(): ", ".join(response.headers.getlist(name)) for name in response.headers}
        return Response(response.status, found, response.data.decode(errors="replace"))

    def close(self):
        self.connections.clear()
