"""A running program of the local pool, however it was installed."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import urllib.request

READY = "cognito-local-pool listening on "
# The variables that set options of the pool.
OPTIONS = ("PORT", "HOST", "PUBLIC_URL")
SECONDS_TO_START = SECONDS_TO_END = 60


class Running:
    """Runs a command, and waits until the pool is ready. The end of the `with` block kills the process."""

    def __init__(self, command, **options):
        # A session of its own, so that the end also reaches the program if the command is a script that starts it.
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )
        self.lines, self.url = [], None
        limit = threading.Timer(SECONDS_TO_START, self.kill)
        limit.start()
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                break
        limit.cancel()
        if self.url is None:
            self.kill()
            _, errors = self.process.communicate(timeout=SECONDS_TO_END)
            raise AssertionError(f"{command} was not ready within {SECONDS_TO_START} s, or ended before: {errors}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.process.communicate(timeout=SECONDS_TO_END)

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def terminate(self):
        """Sends SIGTERM. Returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=SECONDS_TO_END)

    def health(self):
        with urllib.request.urlopen(f"{self.url}/health", timeout=60) as answer:
            return json.load(answer)

    def operation(self, name, parameters):
        request = urllib.request.Request(
            self.url,
            data=json.dumps(parameters).encode(),
            headers={
                "content-type": "application/x-amz-json-1.1",
                "x-amz-target": f"AWSCognitoIdentityProviderService.{name}",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def sign_up_and_in(self):
        """Signs a user up and in. Returns the tokens, for which the pool needs keys, randomness and SRP's numbers."""
        user = {"ClientId": "local-client", "Username": "ada", "Password": "Passw0rd!"}
        self.operation("SignUp", user)
        self.operation("AdminConfirmSignUp", {"UserPoolId": "local_LocalPool", "Username": "ada"})
        given = {"USERNAME": "ada", "PASSWORD": "Passw0rd!"}
        begin = {"ClientId": "local-client", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": given}
        return self.operation("InitiateAuth", begin)["AuthenticationResult"]
