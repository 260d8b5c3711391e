"""A Redis of our own for one test run, on a free loopback port."""

import contextlib
import shutil
import socket
import subprocess
import time

from tests.servers.postgres import free_port

OPTIONS = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"]


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("/usr/bin/redis-server")


@contextlib.contextmanager
def redis():
    """Yield the process and its REDIS_URL: a test may stop, pause and kill it."""
    port = free_port()
    server = subprocess.Popen(
        [find_redis(), "--port", str(port), *OPTIONS],
        stdout=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        _wait(port)
        yield server, f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def _wait(port):
    for _ in range(100):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError("Redis did not start")
