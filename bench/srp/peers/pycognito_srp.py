"""Times pycognito's SRP (A and the proof) in seconds of processor time. The sign-in comes as JSON on standard input."""

import json
import sys
import time
import warnings
from importlib.metadata import version

from pycognito.aws_srp import AWSSRP

# pycognito gets the time from a function that newer versions of Python warn about.
warnings.simplefilter("ignore", DeprecationWarning)


def sign_in_seconds(sign_in):
    start = time.process_time()
    srp = AWSSRP(sign_in["username"], sign_in["password"], sign_in["poolId"], "client", client=object())
    request = srp.get_auth_params()
    srp.process_challenge(sign_in, request)
    return time.process_time() - start


def main():
    sign_in = json.load(sys.stdin)
    first = sign_in_seconds(sign_in)
    warm = [sign_in_seconds(sign_in) for _ in range(sign_in["rounds"])]
    report = {
        "name": f"pycognito {version('pycognito')}",
        "private_bits": 1024,
        "first_seconds": first,
        "warm_seconds": warm,
    }
    json.dump(report, sys.stdout)


main()
