"""Print what uv.lock holds for this interpreter as pip's requirements, where uv cannot be had.

usage: requirements.py [--group NAME | --extra NAME]...
"""

import argparse
import sys
import tomllib
from pathlib import Path

try:
    from packaging.markers import Marker
except ImportError:  # nothing is installed yet but pip, which brings its own
    from pip._vendor.packaging.markers import Marker

LOCK = Path(__file__).resolve().parent.parent / "uv.lock"


def applies(entry):
    markers = [entry["marker"]] if "marker" in entry else entry.get("resolution-markers", [])
    return not markers or any(Marker(marker).evaluate({"extra": ""}) for marker in markers)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--group", action="append", default=[])
    parser.add_argument("--extra", action="append", default=[])
    asked = parser.parse_args(arguments)
    packages = {p["name"]: p for p in tomllib.loads(LOCK.read_text())["package"] if applies(p)}
    root = packages["magazine"]
    waiting = [*root["dependencies"]]
    for group in asked.group:
        waiting += root["dev-dependencies"][group]
    for extra in asked.extra:
        waiting += root["optional-dependencies"][extra]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        if not applies(wanted):
            continue
        package = packages[wanted["name"]]
        for extra in (None, *wanted.get("extra", [])):
            if (package["name"], extra) not in seen:
                seen.add((package["name"], extra))
                waiting += (
                    package["optional-dependencies"][extra]
                    if extra
                    else package.get("dependencies", [])
                )
    for name in sorted({name for name, _ in seen}):
        files = [*packages[name].get("wheels", []), packages[name].get("sdist")]
        hashes = " ".join(f"--hash={file['hash']}" for file in files if file)
        sys.stdout.write(f"{name}=={packages[name]['version']} {hashes}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
