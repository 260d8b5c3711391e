"""Print what uv.lock holds for this interpreter as pip's requirements, where uv cannot be had.

usage: requirements.py [group]...
"""

import sys
import tomllib
from pathlib import Path

from pip._vendor.packaging.markers import Marker

LOCK = Path(__file__).resolve().parent.parent / "uv.lock"


def applies(entry):
    markers = [entry["marker"]] if "marker" in entry else entry.get("resolution-markers", [])
    return not markers or any(Marker(marker).evaluate({"extra": ""}) for marker in markers)


def main(groups):
    packages = {p["name"]: p for p in tomllib.loads(LOCK.read_text())["package"] if applies(p)}
    root = packages["magazine"]
    waiting = [*root["dependencies"]]
    for group in groups:
        waiting += root["dev-dependencies"][group]
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
