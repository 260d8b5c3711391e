"""The demo's staff accounts. They exist on loopback alone: the demo refuses https."""

PASSWORD = "the-far-shore-demo"  # noqa: S105 - printed at every start, on purpose
# Log-in, first and last name, group.
STAFF = (
    ("chief", "Ottoline", "Marsh", "Chief"),
    ("editor", "Ines", "Calloway", "Editor"),
    ("contributor", "Tobias", "Renkvist", "Contributor"),
    ("audience", "Perpetua", "Lowe", "Audience"),
)
NAMES = ("admin", *(name for name, *_ in STAFF))
