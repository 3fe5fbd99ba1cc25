"""The two sides: where their requests go, how they start and stop, and what is known about each."""

import contextlib
import os
import tempfile
import time
import urllib.parse

from botocore.credentials import Credentials

import shared  # noqa: F401 (finds the next two modules)
import contestants
from process import Server

from model import SERVICES, USER_POOLS
from wire import NoResponse, Wire

LOCAL_POOL, MINISTACK, MOTO, AWS, ADDRESS = "local-pool", "ministack", "moto", "aws", "address"
DEFAULT_REGION = "us-east-1"
SECONDS_OF_A_CODE = 30
# ministack is started with this key and this secret. The others take any.
CREDENTIAL = "test"
# ministack always sends the same codes.
CODES_OF_MINISTACK = {"sign-up": "123456", "forgot-password": "654321"}


class Endpoint:
    """One side. `kind` says which server it is, as far as that is known."""

    def __init__(self, kind, url, region=DEFAULT_REGION):
        self.kind, self.region = kind, region
        self.urls = {service: url for service in SERVICES}
        self.wire = Wire(region, Credentials(CREDENTIAL, CREDENTIAL))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.wire.close()

    @property
    def url(self):
        return self.urls[USER_POOLS]

    def domain(self, _prefix):
        """The address of a domain's OAuth endpoints."""
        return self.url

    def perform(self, service, operation, body):
        return self.wire.perform(self.urls[service], service, operation, body)

    def prepared(self, _service, _operation, body):
        """A request's body with what this side needs in it."""
        return body

    def control(self, method, path):
        """Asks the control API of a local pool. Gives None if there is none."""
        try:
            response = self.wire.send(method, f"{self.url}/_pool/{path}", {"content-type": "application/json"}, "")
        except NoResponse:
            return None
        return response.json() if response.status == 200 else None

    @property
    def has_codes(self):
        return self.kind in (LOCAL_POOL, MINISTACK)

    def code(self, kind, username, pool_id):
        """The newest code that was sent to a user."""
        if self.kind == MINISTACK:
            return CODES_OF_MINISTACK.get(kind)
        query = urllib.parse.urlencode({"username": username, "userPoolId": pool_id})
        messages = self.control("GET", f"messages?{query}") or []
        return messages[-1]["code"] if messages else None

    def now(self):
        """The endpoint's time, in seconds since 1970."""
        if self.kind == LOCAL_POOL:
            return self.control("GET", "clock")["now"]
        return time.time()

    def wait_for_next_code(self):
        """Makes authenticator apps show another code: moves a local pool's clock. Does nothing at other servers."""
        if self.kind == LOCAL_POOL:
            text = f'{{"advanceSeconds": {SECONDS_OF_A_CODE}}}'
            self.wire.send("POST", f"{self.url}/_pool/clock", {"content-type": "application/json"}, text)


class Started(Endpoint):
    """A server that runs on 127.0.0.1 while the comparison runs."""

    def __init__(self, kind, contestant, region):
        super().__init__(kind, "", region)
        self.contestant = contestant
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        server = Server(self.contestant.command, self.contestant.environment, folder)
        self.stack.callback(server.stop)
        self.urls = {service: server.url for service in SERVICES}
        return self

    def __exit__(self, *_):
        super().__exit__()
        self.stack.close()


def started(kind, region=DEFAULT_REGION):
    """A server by its name. `run` sets the variables of the environment."""
    if kind == LOCAL_POOL:
        return Started(kind, contestants.local_pool_of(os.environ["COGNITO_LOCAL_POOL"]), region)
    return Started(kind, getattr(contestants, kind)(os.environ["OTHER_SERVERS"]), region)


def at_address(url, region=DEFAULT_REGION):
    """A running server. One with the local pool's control API is a local pool."""
    endpoint = Endpoint(ADDRESS, url.rstrip("/"), region)
    if (endpoint.control("GET", "clock") or {}).get("now"):
        endpoint.kind = LOCAL_POOL
    return endpoint
