"""One hot article, against the same bytes from memory by our server and as a file by nginx."""

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

from tests.servers.nginx import find_nginx, nginx
from tests.servers.postgres import free_port
from tests.servers.site import ROOT, bare_environment, served_site, wait_for

SECONDS, CONNECTIONS = 4, 16
PLAIN = """\
server {{
    listen {listen};
    root {root};
    gzip_static on;
}}
"""
LINK = re.compile(rb'class="headline"><a href="(/[a-z-]+/[a-z0-9-]+/)"')


def hot(folder, rounds):
    """What one article gives from our server, and behind the nginx that we configure."""
    if not shutil.which("wrk"):
        print("\nThe hot page is left out: no wrk here (sudo apt-get install -y wrk)")
        return None
    return {"alone": alone(folder, rounds), "behind nginx": behind_nginx(folder, rounds)}


def alone(folder, rounds):
    """Against the same bytes from memory, by the same server."""
    with served_site(folder) as site:
        path = LINK.search(fetched(site, "/"))[1].decode()
        body = folder / "body.gz"
        body.write_bytes(gzip.compress(fetched(site, path), 7))
        with from_memory(body) as memory:
            return compared("hot article", site + path, "from memory", memory, rounds)


def behind_nginx(folder, rounds):
    """Against the same bytes as a file that the same nginx serves."""
    if not find_nginx():
        print("The page behind nginx is left out: no nginx here (sudo apt-get install -y nginx)")
        return None
    public, plain = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    with served_site(folder, SITE_URL=public, PAGE_FILES="on") as site:
        environment = {"DATA_DIR": folder, "SITE_URL": public, "PAGE_FILES": "on"}
        addresses = {"--listen": public, "--upstream": site}
        options = [f"{name}={urlsplit(url).netloc}" for name, url in addresses.items()]
        said = manage("nginx_config", *options, **environment)
        own = PLAIN.format(listen=urlsplit(plain).netloc, root=folder / "plain")
        (folder / "plain").mkdir()
        with nginx(folder, said + own, public, workers="auto", logs=False):
            path = LINK.search(fetched(public, "/"))[1].decode()
            page = fetched(public, path)
            (folder / "plain" / "page.html").write_bytes(page)
            (folder / "plain" / "page.html.gz").write_bytes(gzip.compress(page, 7))
            file = plain + "/page.html"
            return compared("hot article behind nginx", public + path, "its file", file, rounds)


def compared(name, url, ceiling_name, ceiling_url, rounds):
    """Answers a second of both in turns, and the median of the rounds' ratios."""
    pairs = [(load(url), load(ceiling_url)) for _ in range(rounds)]
    ratio = statistics.median(ours / ceiling for ours, ceiling in pairs)
    ours, ceiling = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"\n{name}: {ours:.0f}/s, {ceiling_name} {ceiling:.0f}/s, ratio {ratio:.2f}")
    return {"ours": ours, "ceiling": ceiling, "ratio": round(ratio, 3)}


def manage(*arguments, **environment):
    """What a command of ours prints."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**bare_environment(environment["DATA_DIR"]), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


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
