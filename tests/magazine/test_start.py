"""`make run` as a newcomer meets it: real processes, real signals."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers.postgres import free_port
from tests.servers.site import ROOT, wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.xdist_group("make run"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A magazine that was started once before, without its demo."""
    folder = tmp_path_factory.mktemp("magazine data")  # with a space in its name
    environment = surroundings(folder, 8000)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ONE_ARTICLE], cwd=ROOT, env=environment
    )
    return folder


# In the environment of the tests: nothing is fetched.
MAKE_RUN = ["make", "run", "ENVIRONMENT=true", f"PY={sys.executable}"]
ONE_ARTICLE = """
from tests.factories import make_article, make_section
make_article(section=make_section("Europe"))
"""


WHAT_WAITING_IMPORTS = """
import socket, sys, threading
import django
django.setup()
from magazine.management.commands import serve

listener = socket.create_server(("127.0.0.1", 0))
def answer_once():
    caller, _ = listener.accept()
    caller.recv(1000)
    caller.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\n")
    caller.close()
threading.Thread(target=answer_once).start()
before = set(sys.modules)
assert serve.answers(*listener.getsockname())
print(sorted(set(sys.modules) - before))
"""


def surroundings(folder, port):
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "HOME": str(folder),
    }


def ends_on_interrupt():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def make_run(data):
    """Start `make run`, wait until it answers: `process, port`."""
    started = []

    def run():
        port = free_port()
        process = subprocess.Popen(
            [*MAKE_RUN, f"PORT={port}", f"DATA_DIR={data}"],
            cwd=ROOT,
            env=surroundings(data, port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=ends_on_interrupt,
        )
        started.append(process)
        wait_for(f"http://127.0.0.1:{port}", process)
        return process, port

    yield run
    for process in started:
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.communicate()


def descendants(pid):
    """Every process below this one."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def wait_until(true, seconds=40):
    for _ in range(seconds * 10):
        if true():
            return True
        time.sleep(0.1)
    return False


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def running(pids):
    return [pid for pid in pids if command_of(pid)]


def child_named(process, name):
    return next((pid for pid in descendants(process.pid) if name in command_of(pid)), None)


@pytest.mark.parametrize("whom", ["make", "everybody"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_magazine_ends_when_it_is_asked_to_and_leaves_nothing_behind(make_run, whom, how):
    process, _ = make_run()
    assert wait_until(lambda: child_named(process, "send_newsletters"))
    below = descendants(process.pid)

    (os.kill if whom == "make" else os.killpg)(process.pid, how)

    assert process.wait(40) == -how
    assert wait_until(lambda: running(below) == [])


def test_a_killed_magazine_takes_all_of_its_processes_along(make_run):
    process, _ = make_run()
    assert wait_until(lambda: child_named(process, "send_newsletters"))
    below = descendants(process.pid)

    process.kill()

    assert wait_until(lambda: running(below) == [])


def test_a_background_worker_that_dies_is_started_again(make_run):
    process, _ = make_run()
    assert wait_until(lambda: child_named(process, "processes\0"))
    first = child_named(process, "\0worker")

    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: child_named(process, "\0worker") not in {None, first})


def test_it_says_where_everything_is(make_run, data):
    process, port = make_run()
    assert wait_until(lambda: child_named(process, "send_newsletters"))

    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=40)[0]

    assert f"The magazine   http://127.0.0.1:{port}/\n" in said
    assert f"Its admin      http://127.0.0.1:{port}/admin/\n" in said
    assert f"Data is kept in {data}." in said


def test_a_taken_port_is_named_with_a_free_one(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*MAKE_RUN, f"PORT={port}", f"DATA_DIR={data}"],
            cwd=ROOT,
            env=surroundings(data, port),
            capture_output=True,
            text=True,
        )

    assert done.returncode != 0
    assert re.search(rf"Port {port} is taken. Try another one: make run PORT=\d+", done.stderr)


@pytest.fixture
def bare(tmp_path):
    """A machine of which we say what is on it: a folder of commands, and nothing else."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "cat", "cksum", "dirname", "sed", "grep", "date", "git"):
        found = subprocess.run(["which", name], capture_output=True, text=True).stdout.strip()
        (commands / name).symlink_to(found)
    clone = tmp_path / "clone"
    (clone / "bin").mkdir(parents=True)
    for name in ("bin/environment", "uv.lock", "pyproject.toml"):
        (clone / name).write_bytes((ROOT / name).read_bytes())
    (clone / "bin/environment").chmod(0o755)

    def environment(**pythons):
        for name, script in pythons.items():
            (commands / name).write_text(f"#!/bin/sh\n{script}\n")
            (commands / name).chmod(0o755)
        return subprocess.run(
            [clone / "bin/environment"],
            env={"PATH": str(commands), "PYTHON": " ".join(pythons)},
            capture_output=True,
            text=True,
        )

    return environment


VERSION = 'case "$*" in *"%d.%d"*) echo {version} ;; *) exit {answer} ;; esac'


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 127", "There is no Python here."),
        (VERSION.format(version="3.9", answer=1), "Python 3.9 is too old"),
        (
            'case "$*" in *"%d.%d"*) echo 3.12 ;; *ensurepip*) exit 1 ;; esac',
            "Python 3.12 is here, but not its venv module.",
        ),
    ],
    ids=["a dead shim", "too old", "no venv"],
)
def test_a_machine_that_lacks_something_is_told_what_to_install(bare, script, sentence):
    done = bare(python3=script)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "sudo apt-get install -y" in done.stderr


def test_a_web_process_never_parts_while_something_is_imported(tmp_path):
    # Modules that a thread imports at the moment of the fork stay locked in the child for good.
    environment = surroundings(tmp_path, 8000) | {"DJANGO_SETTINGS_MODULE": "magazine.settings"}
    command = [sys.executable, "-c", WHAT_WAITING_IMPORTS]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.stdout == "[]\n", said.stdout + said.stderr
