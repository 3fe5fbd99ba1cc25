"""A server in its own process: its start, its processor time and its memory."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

# Any credentials: the servers check no signature.
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00"
)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Refused(Exception):
    """The server answered with an error."""


class Server:
    """A running server. It is ready when it has answered a request."""

    def __init__(self, command, environment, folder):
        self.port = free_port()
        filled = {"port": self.port, "folder": folder}
        words = [word.format(**filled) for word in command]
        variables = {name: value.format(**filled) for name, value in environment.items()}
        self.log = Path(folder) / "log"
        self._connection = None
        with self.log.open("w") as log:
            begun = time.monotonic()
            self._process = subprocess.Popen(
                words, env=os.environ | variables, cwd=folder, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._connection = self._first_response(begun)
        except BaseException:
            self.stop()
            raise
        self.start_seconds = time.monotonic() - begun

    def _first_response(self, begun):
        while time.monotonic() < begun + 120:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.log.read_text()}")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self._connection = connection
                self.perform("ListUserPools", b'{"MaxResults":1}')
                return connection
            except (ConnectionError, http.client.HTTPException):
                connection.close()
                time.sleep(0.001)
        raise RuntimeError(f"the server gives no response: {self.log.read_text()}")

    def perform(self, operation, body):
        """Performs an operation. The body and the response are JSON."""
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": f"AWSCognitoIdentityProviderService.{operation}",
            "authorization": AUTHORIZATION,
        }
        self._connection.request("POST", "/", body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise Refused(content.decode(errors="replace"))
        return content

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def processor_seconds(self):
        """The processor time that the server has used, with its child processes."""
        return sum(time.clock_gettime(processor_clock(process)) for process in self._processes())

    def most_memory(self):
        """The most memory that the server has used, with its child processes, in bytes (VmHWM of proc(5))."""
        return sum(
            int(line.split()[1]) * 1024
            for process in self._processes()
            for line in Path(f"/proc/{process}/status").read_text().splitlines()
            if line.startswith("VmHWM:")
        )

    def _processes(self):
        """The ids of the server's process and of its child processes: they alone are in the session that it began."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self._process.pid:
                yield int(stat.parent.name)

    def end(self):
        """Asks the server to end, so that it can store its state."""
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        finally:
            self.stop()

    def stop(self):
        if self._connection:
            self._connection.close()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()


def processor_clock(process):
    """The clock of a process, as Linux encodes it (clock_getcpuclockid(3))."""
    return (~process << 3) | 2
