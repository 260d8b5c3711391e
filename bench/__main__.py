"""`make bench`: what pages and the desk cost, cold and hot, and whether that grows.

Makes two demo magazines, one ten times (BENCH_ARTICLES) the other, asks both in turns, prints
ratios and writes them to a file. It ends by itself and leaves nothing but that file.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.hot import hot
from tests.servers.site import ROOT, bare_environment

SMALL = 2_000
LARGE = int(os.environ.get("BENCH_ARTICLES", 20_000))
ROUNDS, TIMES = 3, 5
BUTTONS = {"save": "_save", "publish": "_publish"}


def make_magazine(folder, articles):
    for command in (
        ["serve", "--only-prepare"],
        ["demo", "--articles", str(articles)],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=bare_environment(folder),
            stdout=subprocess.DEVNULL,
            check=True,
        )


class Station:
    """A process on one of the magazines, that measures what it is told to."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.station"],
            cwd=ROOT,
            env=bare_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def measure(small, large):
    """A row for each address: cost on both, growth, and the ratio to an answer without content."""
    told = [station.ask(verb="tell")["addresses"] for station in (small, large)]
    rows = []
    for group in told[0]:
        for name in told[0][group]:
            rounds = []
            for _ in range(ROUNDS):
                constant = small.ask(verb="measure", path="/constant/", times=TIMES * 4)
                pair = [
                    station.ask(
                        verb="measure",
                        path=known[group][name],
                        press=BUTTONS.get(name, ""),
                        times=TIMES,
                    )
                    for station, known in zip((small, large), told, strict=True)
                ]
                rounds.append((constant, *pair))
            rows.append(row(group, name, rounds))
            print(line(rows[-1]), flush=True)
    return rows


def row(group, name, rounds):
    return {
        "group": group,
        "name": name,
        "status": rounds[0][2]["status"],
        "queries": rounds[0][2]["queries"],
        "bytes": rounds[0][2]["bytes"],
        "ms": round(statistics.median(large["ms"] for _, _, large in rounds), 2),
        "to_constant": round(
            statistics.median(small["ms"] / constant["ms"] for constant, small, _ in rounds), 1
        ),
        "growth": round(
            statistics.median(large["ms"] / small["ms"] for _, small, large in rounds), 2
        ),
    }


def line(row):
    return (
        f"{row['group']:6} {row['name']:34} {row['status']} {row['queries']:4} "
        f"{row['ms']:9.2f} {row['to_constant']:9.1f} {row['growth']:8.2f}"
    )


def main():
    target = Path(os.environ.get("BENCH_RESULT", ROOT / "var" / "bench.json"))
    with tempfile.TemporaryDirectory(prefix="magazine-bench-") as folder:
        folders = [Path(folder, "small"), Path(folder, "large")]
        for place, articles in zip(folders, (SMALL, LARGE), strict=True):
            print(f"Making a magazine of {articles} articles ...", flush=True)
            make_magazine(place, articles)
        print(f"\n{'':41} answer queries  CPU ms  constant ×  growth ×")
        with contextlib.ExitStack() as stack:
            stations = [stack.enter_context(contextlib.closing(Station(f))) for f in folders]
            rows = measure(*stations)
        result = {"articles": [SMALL, LARGE], "rows": rows, "hot": hot(folders[0], ROUNDS)}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\nWritten to {target}.")


if __name__ == "__main__":
    main()
