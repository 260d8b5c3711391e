"""Where the secret key comes from."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50


def load_secret_key(given: str, data_dir: Path, *, production: bool) -> str:
    """The given key; on a laptop without one, a generated key that only its owner may read."""
    if given:
        if production and (len(given) < SHORTEST or len(set(given)) < 5):
            raise ImproperlyConfigured(f"SECRET_KEY must be at least {SHORTEST} random characters.")
        return given
    if production:
        raise ImproperlyConfigured("SECRET_KEY must be set where SITE_URL is https.")
    return _kept_key(data_dir / "secret_key")


def _kept_key(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    try:
        # Linking fails where another process was first: its key is then the one for all.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
