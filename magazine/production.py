"""What a magazine on the open web must have before it starts."""

import secrets

# As long as what `python -c "import secrets; print(secrets.token_urlsafe(50))"` prints.
SHORTEST_KEY = 50


def faults(*, debug: bool, key: str, host: str | None, mail: str) -> list[str]:
    """Every reason not to start, each with the number under which the handbook lists it."""
    found = []
    if debug:
        found.append("magazine.E001: DEBUG must be off where SITE_URL is https.")
    if not key:
        found.append(f"magazine.E002: SECRET_KEY is missing. One for you: {fresh_key()}")
    elif len(key) < SHORTEST_KEY or len(set(key)) < 10 or key.startswith("django-insecure"):
        found.append(
            f"magazine.E003: SECRET_KEY is weak: it takes {SHORTEST_KEY} random characters. "
            f"One for you: {fresh_key()}"
        )
    if not host:
        found.append("magazine.E004: SITE_URL names no host.")
    if not mail:
        found.append(
            "magazine.E005: EMAIL_URL is missing, so no reader could confirm: "
            "EMAIL_URL=smtp+tls://user:password@host:587"
        )
    return found


def fresh_key() -> str:
    return secrets.token_urlsafe(50)
