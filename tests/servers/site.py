"""The magazine at a real address, in this process and on the database of the test."""

import contextlib
import fcntl
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler

from tests.servers.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Site(ThreadedWSGIServer):
    """A server that, when it ends, hangs up on everybody as a killed one does."""

    daemon_threads = True

    def __init__(self, *args):
        self.callers = []
        super().__init__(*args)

    def get_request(self):
        caller, address = super().get_request()
        self.callers.append(caller)
        return caller, address

    def server_close(self):
        super().server_close()
        for caller in self.callers:
            with contextlib.suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def threaded_site(port=0):
    """Yield the address of a server in a thread: it sees what the test has written."""
    server = Site(("127.0.0.1", port), QuietWSGIRequestHandler)
    # Without the page cache: editions begin anew with each test, and with them its keys.
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def served_site(data_dir, **environment):
    """Yield the address of `manage.py serve --prepare`: what `make run` starts, demo included.

    Without the background worker, which would make sizes of pictures all through the tests.
    """
    port = free_port()
    command = ["serve", "--prepare", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", *command],
        env={**bare_environment(data_dir), "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=60)


def bare_environment(data_dir):
    """What a command of the magazine's needs to know, and nothing of the tests'."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"PATH": path, "DATA_DIR": str(data_dir)}


def copy_of_demo(shared, data_dir, sizes_for=()):
    """Make `data_dir` a demo magazine of its own, with every size of what those pages show.

    The first test process to ask makes the mould; the others wait for it and copy.
    """
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mould = _mould(shared / "demo", ["manage.py", "serve", "--only-prepare"])
        if sizes_for:
            command = ["-m", "tests.servers.sizes", *sizes_for]
            mould = _mould(shared / "demo.sizes", command, start=mould)
    shutil.copytree(mould, data_dir)


def _mould(folder, command, start=None):
    if not folder.exists():
        draft = folder.with_name("demo.draft")
        if start:
            shutil.copytree(start, draft)
        subprocess.run(
            [sys.executable, *command],
            env=bare_environment(draft),
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            check=True,
        )
        draft.rename(folder)
    return folder


def wait_for(url, process, seconds=300):
    """Wait until a server answers."""
    address = urlsplit(url)
    for _ in range(seconds * 10):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        client = HTTPConnection(address.hostname, address.port, timeout=30)
        with contextlib.closing(client), contextlib.suppress(OSError, socket.timeout):
            client.request("GET", "/")
            client.getresponse().read()
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not answer.")
