"""Measures what a stored session costs with pycognito.

bench/rounds.py starts this program for each measurement. The arguments: the measurement, and how many calls. It prints
the nanoseconds of one call, or pycognito's version for the measurement `version`.
"""

import base64
import json
import math
import sys
import time
import warnings
from importlib.metadata import version

from pycognito import Cognito

ROUNDS = 20

# pycognito gets the time from a function that newer versions of Python warn about.
warnings.simplefilter("ignore", DeprecationWarning)


def token():
    claims = {"sub": "sub-of-ann", "username": "ann", "token_use": "access", "exp": int(time.time()) + 3600}
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


def fastest_fetch(calls):
    user = Cognito(
        "eu-central-1_AbCdEfGhI", "client", user_pool_region="eu-central-1", access_key="any", secret_key="any",
        username="ann", access_token=token(), id_token=token(), refresh_token="refresh",
    )
    batch, best = math.ceil(calls / ROUNDS), math.inf
    for _ in range(ROUNDS):
        begun = time.perf_counter_ns()
        for _ in range(batch):
            if user.check_token():
                raise RuntimeError("the tokens were refreshed")
        best = min(best, (time.perf_counter_ns() - begun) / batch)
    return best


def main():
    measurement, *calls = sys.argv[1:]
    print({"version": lambda: version("pycognito"), "valid-fetch": lambda: fastest_fetch(int(*calls))}[measurement]())


main()
