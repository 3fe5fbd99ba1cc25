"""Measures the local pool with many users: its memory, and the time of a change, with a data folder and without one.

For the time of a change, import jobs make the users: these have no password, so they are made quickly. For the memory,
the users sign up: each has a password, two attributes and a code.
"""

import http.client
import json
import tempfile
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

from process import Server

FEW, MANY = 100, 10_000
CHANGES = 500
# How many users one import makes. The local pool refuses a file of more than 1 MiB.
IMPORT = 5_000
POOL = "local_LocalPool"
CLIENT = "local-client"


def measure_crowds(command):
    """Yields a measurement, who was measured, and the figure."""
    for who, with_data in (("local pool", False), ("local pool with --data", True)):
        for count in (FEW, MANY):
            with started(command, with_data) as server:
                yield f"server-change-{count}", who, changes(server, count)
        with started(command, with_data) as server:
            sign_up(server, MANY)
            yield f"server-memory-{MANY}", who, server.most_memory()


@contextmanager
def started(command, with_data):
    with tempfile.TemporaryDirectory() as folder:
        options = ["--data", str(Path(folder) / "data")] if with_data else []
        server = Server([*command, *options], {}, folder)
        try:
            yield server
        finally:
            server.stop()


def changes(server, count):
    """The time of a change of one user among `count`, in seconds."""
    for first in range(0, count, IMPORT):
        import_users(server, range(first, min(first + IMPORT, count)))
    held = perform(server, "DescribeUserPool", UserPoolId=POOL)["UserPool"]["EstimatedNumberOfUsers"]
    if held != count:
        raise RuntimeError(f"{held} users in place of {count}")
    best = float("inf")
    for _ in range(5):
        begun = time.monotonic()
        for number in range(CHANGES // 5):
            attributes = [{"Name": "website", "Value": f"https://{begun}.example/{number}"}]
            perform(
                server, "AdminUpdateUserAttributes", UserPoolId=POOL, Username="user-00007", UserAttributes=attributes
            )
        best = min(best, (time.monotonic() - begun) / (CHANGES // 5))
    return best


def sign_up(server, count):
    """Signs users up, each with a password, two attributes and a code."""
    for number in range(count):
        name = f"signed-up-{number:05}"
        attributes = [{"Name": "email", "Value": f"{name}@example.com"}, {"Name": "name", "Value": name}]
        perform(server, "SignUp", ClientId=CLIENT, Username=name, Password="Password-123", UserAttributes=attributes)


def perform(server, operation, **members):
    return json.loads(server.perform(operation, json.dumps(members)) or "{}")


def import_users(server, numbers):
    """Makes users with an import job. The pool makes them a second after the job's start, so its clock is advanced."""
    role = "arn:aws:iam::000000000000:role/logs"
    created = perform(server, "CreateUserImportJob", JobName="crowd", UserPoolId=POOL, CloudWatchLogsRoleArn=role)
    job, address = (created["UserImportJob"][name] for name in ("JobId", "PreSignedUrl"))
    header = perform(server, "GetCSVHeader", UserPoolId=POOL)["CSVHeader"]
    lines = [",".join(header)] + [",".join(fields(header, f"user-{number:05}")) for number in numbers]
    http_request(server, "PUT", urllib.parse.urlsplit(address), "\n".join(lines))
    perform(server, "StartUserImportJob", UserPoolId=POOL, JobId=job)
    http_request(server, "POST", urllib.parse.urlsplit("/_pool/clock"), json.dumps({"advanceSeconds": 2}))


def fields(header, name):
    """The fields of a user's line."""
    values = {"cognito:username": name, "email": f"{name}@example.com", "email_verified": "true"}
    values |= {"phone_number_verified": "false", "cognito:mfa_enabled": "false"}
    return [values.get(column, "") for column in header]


def http_request(server, method, address, body):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    query = f"?{address.query}" if address.query else ""
    connection.request(method, address.path + query, body, {"content-type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{method} {address.path}: {content.decode(errors='replace')}")
