"""The app: the Rust example `verify_live`, which makes the calls."""

import json
import os
import subprocess
import threading

from server import Failed

# How long a call may take. The library's own deadline for a call is shorter.
SECONDS_FOR_A_CALL = 120


class Player:
    """The running example. Its output has secrets, so only this program reads it."""

    def __init__(self, binary):
        # An app has no credentials of AWS.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        # A process group of its own: at Ctrl-C, this program decides when the example ends.
        self.process = subprocess.Popen(
            [binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )

    def start(self, configuration):
        """Starts an app with an empty store."""
        self.ask({"configuration": configuration})

    def call(self, name, arguments):
        """Makes a call. Returns its `result` or `error`, and its `exchanges`."""
        return self.ask({"call": name, "arguments": arguments})

    def ask(self, line):
        try:
            self.process.stdin.write(json.dumps(line) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        limit = threading.Timer(SECONDS_FOR_A_CALL, self.process.kill)
        limit.start()
        answer = self.process.stdout.readline()
        limit.cancel()
        if not answer:
            what = line.get("call", "the configuration")
            raise Failed(f"{what}: the player has ended, or gave no answer within {SECONDS_FOR_A_CALL} s")
        answer = json.loads(answer)
        if "refused" in answer:
            raise Failed(f"{line.get('call', 'the configuration')}: {answer['refused']}")
        return answer

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
