"""A secret key for a laptop, kept beside its data."""

import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """The key in this file; where there is none, a new one that only its owner may read."""
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # addresses will lie here too
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        # Linking fails where another process was first: its key is then the one for all.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
