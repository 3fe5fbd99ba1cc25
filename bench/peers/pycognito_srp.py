"""Times pycognito's SRP (A and the proof) in seconds of processor time.

The first line of the input is the sign-in, in JSON; the answer is pycognito's version. For each later line, the program
computes one sign-in and prints its time.
"""

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
    sign_in = json.loads(sys.stdin.readline())
    print(version("pycognito"), flush=True)
    for _ in sys.stdin:
        print(sign_in_seconds(sign_in), flush=True)


main()
