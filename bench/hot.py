"""One hot article from our server, against the same bytes from memory by the same server."""

import contextlib
import gzip
import re
import shutil
import statistics
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.postgres import free_port
from tests.servers.site import ROOT, bare_environment, served_site, wait_for

SECONDS, CONNECTIONS = 4, 16
LINK = re.compile(rb'class="headline"><a href="(/[a-z-]+/[a-z0-9-]+/)"')


def hot(folder, rounds):
    """{"ours", "memory"}: answers a second, and the median ratio of rounds in turns."""
    if not shutil.which("wrk"):
        print("\nThe hot page is left out: no wrk here (sudo apt-get install -y wrk)")
        return None
    with served_site(folder) as site:
        path = LINK.search(fetched(site, "/"))[1].decode()
        body = folder / "body.gz"
        body.write_bytes(gzip.compress(fetched(site, path), 7))
        with from_memory(body) as memory:
            pairs = [(load(site + path), load(memory)) for _ in range(rounds)]
    ratio = statistics.median(ours / ceiling for ours, ceiling in pairs)
    ours, ceiling = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"\nhot article: {ours:.0f}/s, from memory {ceiling:.0f}/s, ratio {ratio:.2f}")
    return {"ours": ours, "memory": ceiling, "ratio": round(ratio, 3)}


def fetched(site, path):
    client = HTTPConnection(urlsplit(site).netloc, timeout=30)
    with contextlib.closing(client):
        client.request("GET", path)
        return client.getresponse().read()


@contextlib.contextmanager
def from_memory(body):
    port = free_port()
    command = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-ws"]
    process = subprocess.Popen(
        [Path(sys.executable).with_name("granian"), *command, "--port", str(port),
         "--log-level", "warning", "bench.memory:application"],
        cwd=ROOT,
        env={**bare_environment(body.parent), "BENCH_BODY": str(body)},
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}/"
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def load(url):
    """Answers a second of one run of wrk."""
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
