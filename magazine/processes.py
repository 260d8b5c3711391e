"""Processes that start and end together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
# A task that is running when the magazine is stopped may take this many seconds to finish.
GRACE = 30


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


class Companion(threading.Thread):
    """Keeps one child process running beside the server, from its first answer to its end.

    The thread that starts a child must outlive it: the child ends with that thread.
    """

    def __init__(self, command: list[str], once_ready, parent: int | None = None):
        super().__init__(name="companion", daemon=True)
        self.command = command
        self.once_ready = once_ready
        self.parent = parent
        self.over = threading.Event()
        self.child: subprocess.Popen | None = None

    def run(self):
        self.once_ready(self.over)
        watching = self.parent is not None and catches_interrupts(self.parent)
        born = 0.0
        while not self.over.wait(0.5):
            if self.command and (self.child is None or self.child.poll() is not None):
                # One that dies at once is not started again in a hot loop.
                if time.monotonic() - born < 5:
                    continue
                born = time.monotonic()
                # Its own group: Ctrl+C reaches it once, through us, and not a second time.
                self.child = subprocess.Popen(self.command, process_group=0)  # noqa: S603 - ours
            if watching and not catches_interrupts(self.parent):
                # `kill -INT` went to make alone, which now waits for us without telling us.
                watching = False
                os.kill(os.getpid(), signal.SIGINT)
        self.end_child()

    def end_child(self):
        if self.child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.child.terminate()
        try:
            self.child.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def stop(self):
        self.over.set()
        self.join()
