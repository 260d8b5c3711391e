import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.servers.site import wait_for

AROUND = """\
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;{user}
worker_processes {workers};
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    access_log {log};
    include {folder}/site.conf;
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx")


@contextlib.contextmanager
def nginx(folder, configuration, url, workers=1, logs=True):
    """Run nginx with this in its `http` block until our block ends; it answers at url."""
    folder = Path(folder)
    (folder / "site.conf").write_text(configuration)
    around = AROUND.format(
        folder=folder,
        # Else its workers may not read what the one who runs the tests wrote.
        user=" user root;" if os.geteuid() == 0 else "",
        workers=workers,
        log=folder / "access.log" if logs else "off",
    )
    (folder / "nginx.conf").write_text(around)
    process = subprocess.Popen([find_nginx(), "-p", folder, "-c", folder / "nginx.conf"])
    try:
        wait_for(url, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
