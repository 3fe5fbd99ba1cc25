"""Plays the guide through a built library: sign up, confirm, sign in, and two calls that must fail.

    play.py FOLDER ENDPOINT

FOLDER holds `cognito_auth_ffi.py`, which UniFFI generates, beside the library. Everything goes through the foreign
functions that Kotlin and Swift call: futures, callbacks into this process, errors. Prints the guide's lines.
"""

import asyncio
import http.client
import json
import os
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, sys.argv[1])
import cognito_auth_ffi as auth

ENDPOINT = sys.argv[2]
USERNAME, PASSWORD, EMAIL = "jane", "Password123!", "jane@example.com"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Transport(auth.HttpTransport):
    """The platform's HTTP, with a thread for each exchange."""

    opener = urllib.request.build_opener(NoRedirects)

    def start(self, request, reply):
        threading.Thread(target=self._exchange, args=(request, reply), daemon=True).start()

    def cancel(self, id):
        pass

    def _exchange(self, request, reply):
        headers = {header.name: header.value for header in request.headers}
        outgoing = urllib.request.Request(request.url, request.body, headers, method=request.method)
        try:
            with self._open(outgoing, request.timeout_milliseconds / 1000) as response:
                self._answer(response, reply)
        except (OSError, http.client.HTTPException):
            reply.fail(auth.TransportFailure.OFFLINE)

    def _open(self, request, timeout):
        try:
            return self.opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as response:
            return response

    @staticmethod
    def _answer(response, reply):
        headers = [auth.HttpHeader(name=name, value=value) for name, value in response.headers.items()]
        reply.succeed(auth.HttpResponse(status=response.status, headers=headers, body=response.read()))


class Store(auth.SecureStore):
    """Entries, for as long as this process lives."""

    def __init__(self):
        self.entries = {}

    def identity(self):
        return None

    def load(self, key):
        return self.entries.get(key)

    def save(self, key, value):
        self.entries[key] = value

    def delete(self, key):
        self.entries.pop(key, None)


def configuration():
    pool = auth.UserPoolConfiguration(
        region="local", pool_id="local_LocalPool", client_id="local-client", endpoint=ENDPOINT
    )
    settings = auth.UserPoolSettings(
        password_policy=None, mfa_configuration=None, mfa_types=[], username_attributes=[],
        required_sign_up_attributes=[], verification_types=[], passwordless=None, groups=[])
    return auth.AuthConfiguration(user_pool=pool, oauth=None, identity_pool=None, pool_settings=settings,
                                  default_flow=auth.AuthFlowType.USER_SRP())


def platform_ports(store):
    return auth.PlatformPorts(transport=Transport(), store=store)


def latest_code():
    query = urllib.parse.urlencode({"username": USERNAME})
    with urllib.request.urlopen(f"{ENDPOINT}/_pool/messages?{query}", timeout=60) as answer:
        return json.load(answer)[-1]["code"]


async def the_guide(bridge, store):
    attributes = [auth.AuthUserAttribute(key=auth.AuthUserAttributeKey.EMAIL(), value=EMAIL)]
    result = await bridge.sign_up(USERNAME, PASSWORD, auth.SignUpOptions(user_attributes=attributes))
    print(f"Delivery details {result.next_step.delivery_details.destination}")
    result = await bridge.confirm_sign_up(USERNAME, latest_code(), auth.ConfirmSignUpOptions())
    print("Confirm signUp succeeded" if result.is_sign_up_complete else "Confirm sign up not complete")
    result = await bridge.sign_in(USERNAME, PASSWORD, auth.SignInOptions())
    print("Sign in succeeded" if result.is_signed_in else "Sign in not complete")
    user = await bridge.get_current_user()
    print(f"Signed in as {user.username}")
    print("The session is stored" if store.entries else "Nothing is stored")


async def expect_refusals():
    other = auth.AuthBridge(configuration(), platform_ports(Store()))
    try:
        await other.sign_in(USERNAME, "not the password", auth.SignInOptions())
        print("A wrong password was let in")
    except auth.AuthError as error:
        print(f"A wrong password is refused: {error.details.code.name}")


def a_panic():
    """An argument that no binding would send makes the library panic. The panic must become an error, not abort."""
    nonsense = auth._UniffiRustBuffer.alloc(3)
    nonsense.len = 3
    status = auth._UniffiRustCallStatus.default()
    ports = auth._UniffiFfiConverterTypePlatformPorts.lower(platform_ports(Store()))
    function = auth._UniffiLib.uniffi_cognito_auth_ffi_fn_constructor_authbridge_new
    function(nonsense, ports, status)
    print("A panic becomes an error" if status.code == 2 else f"Status {status.code}")


async def play():
    store = Store()
    bridge = auth.AuthBridge(configuration(), platform_ports(store))
    await the_guide(bridge, store)
    await expect_refusals()
    a_panic()
    await bridge.shut_down()


asyncio.run(play())
# While Python shuts down, it unwinds every thread that calls into Python. A thread of the library that still reports
# the end of a call would be unwound too. Kotlin and Swift don't unwind threads. So this process ends without Python's
# shutdown.
sys.stdout.flush()
os._exit(0)
