"""Runs every suite in Python. Then checks that some suite called each operation of the pool, and got a response that
botocore's description allows. A single suite runs with `python -m unittest test_boto3`."""

import json
import sys
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from pool import Pool
from shapes import CHECKED

SERVICES = ("cognito-idp", "cognito-identity")


def error_type(url, target):
    """The type of the error for a request without members; none if it succeeds."""
    headers = {"content-type": "application/x-amz-json-1.1", "x-amz-target": target}
    try:
        urllib.request.urlopen(urllib.request.Request(url, data=b"{}", headers=headers), timeout=10).close()
    except urllib.error.HTTPError as refused:
        with refused:
            return json.loads(refused.read())["__type"]
    return None


def served(pool):
    """Each (service, operation) that the pool does not refuse by its name."""
    for service in SERVICES:
        model = pool.boto3(service).meta.service_model
        for operation in model.operation_names:
            if error_type(pool.url, f"{model.metadata['targetPrefix']}.{operation}") != "UnsupportedOperationException":
                yield service, operation


class EveryOperation(unittest.TestCase):
    def test_every_operation_was_called_and_its_response_has_botocores_shape(self):
        pool = Pool()
        self.addCleanup(pool.stop)
        operations = set(served(pool))
        self.assertGreater(len(operations), 140)
        self.assertEqual(operations - CHECKED, set(), "no suite calls these")


def main():
    loader = unittest.defaultTestLoader
    suites = loader.discover(str(Path(__file__).parent))
    suites.addTests(loader.loadTestsFromTestCase(EveryOperation))
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suites).wasSuccessful())


if __name__ == "__main__":
    main()
