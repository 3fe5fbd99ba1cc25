"""`python -m cognito_local_pool`: becomes the program of the local pool."""

import os
import signal
import subprocess
import sys

from . import program

if __name__ == "__main__":
    command = [program(), *sys.argv[1:]]
    if os.name == "nt":
        # Windows can't replace a process. Ctrl-C reaches the program by itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
