"""Processes that start and end together.

`python -m magazine.processes 1234 worker` is `manage.py worker`, ending with process 1234.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line

PR_SET_PDEATHSIG = 1
# A task that is running when the magazine is stopped may take this many seconds to finish.
GRACE = 30
# Seconds between two starts of one that keeps dying.
PAUSE = 5


def follow(parent: int) -> None:
    """End when the given parent ends, however it ends: nothing is left running behind it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we asked
            os.kill(os.getpid(), signal.SIGTERM)


def catches_interrupts(pid: int) -> bool:
    """Whether a process still waits for Ctrl+C; make does, until it was asked to stop."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGINT - 1) & 1)


class Companions(threading.Thread):
    """Keeps commands of ours running beside the server, from its first answer to its end.

    The thread that starts a process must outlive it: the process ends with that thread.
    """

    def __init__(self, commands: list[str], once_ready, parent: int | None = None):
        super().__init__(name="companions", daemon=True)
        self.commands = [Command(name) for name in commands]
        self.once_ready = once_ready
        self.parent = parent
        self.over = threading.Event()

    def run(self):
        self.once_ready(self.over)
        watching = self.parent is not None and catches_interrupts(self.parent)
        while not self.over.wait(0.5):
            for command in self.commands:
                command.keep_running()
            if watching and not catches_interrupts(self.parent):
                # `kill -INT` went to make alone, which now waits for us without telling us.
                watching = False
                os.kill(os.getpid(), signal.SIGINT)
        for command in self.commands:
            command.ask_to_end()
        for command in self.commands:
            command.end()

    def stop(self):
        self.over.set()
        self.join()


class Command:
    """One command of manage.py, as a process."""

    def __init__(self, name):
        self.name = name
        self.process: subprocess.Popen | None = None
        self.born = float("-inf")

    def keep_running(self):
        """Start it, also after it died; but what dies at once is not started in a hot loop."""
        died = self.process is None or self.process.poll() is not None
        if died and time.monotonic() - self.born > PAUSE:
            self.born = time.monotonic()
            self.process = subprocess.Popen(  # noqa: S603 - a command of our own
                [sys.executable, "-m", "magazine.processes", str(os.getpid()), self.name],
                cwd=settings.BASE_DIR,
                # Its own group: Ctrl+C reaches it once, through us, and not a second time.
                process_group=0,
            )

    def ask_to_end(self):
        if self.process is not None:
            self.process.terminate()

    def end(self):
        if self.process is None:
            return
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
    follow(int(sys.argv[1]))
    execute_from_command_line(["manage.py", *sys.argv[2:]])
