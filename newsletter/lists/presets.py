"""Lists as other services give them out, and what their columns mean here."""

from dataclasses import dataclass, field

CONFIRMED, LEFT, BOUNCED, UNPROVED = "confirmed", "unsubscribed", "bounced", "unproved"

NO = {"", "no", "n", "false", "f", "0", "never", "nein", "non", "nie", "нет", "-"}
YES = {"true", "t", "yes", "y", "1", "active", "enabled", "subscribed"}


@dataclass(frozen=True)
class Preset:
    """Column names in lower case, the likelier first; and what a row's words say of its state."""

    label: str
    address: tuple
    confirmed_at: tuple = ()
    state: tuple = ()
    states: dict = field(default_factory=dict)
    # What any other word there means.
    unknown: str = UNPROVED
    # Columns that, where they are filled, and not with a no, mean that the reader left, or bounced.
    left_at: tuple = ()
    bounced_at: tuple = ()
    # What tells this kind of file from others.
    signs: frozenset = frozenset()

    def state_of(self, row):
        """What the service knew of this reader."""
        if _holds(row, self.bounced_at):
            return BOUNCED
        if _holds(row, self.left_at):
            return LEFT
        said = self.said(row).lower()
        return self.states.get(said, self.unknown) if said else CONFIRMED

    def said(self, row):
        """The word for the reader's state, as the service put it."""
        return _first(row, self.state)

    def columns(self):
        """The names of the columns that say anything here."""
        return (*self.address, *self.confirmed_at, *self.state, *self.left_at, *self.bounced_at)

    def address_of(self, row):
        return _first(row, self.address)

    def date_of(self, row):
        return _first(row, self.confirmed_at)


def _holds(row, names):
    return any(row.get(name, "").strip().lower() not in NO for name in names)


def _first(row, names):
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


SAID_YES = dict.fromkeys(YES, CONFIRMED) | dict.fromkeys(["false", "no", "0", "n", "f"], LEFT)
# The words that services have for it; who is in any other state is left out, with a reason.
WORDS = (
    dict.fromkeys(["active", "subscribed", "confirmed", "enabled", "yes"], CONFIRMED)
    | dict.fromkeys(["aktiv", "angemeldet", "abonné", "inscrit", "suscrito", "iscritto"], CONFIRMED)
    | dict.fromkeys(["unsubscribed", "inactive", "removed", "deleted", "disabled", "no"], LEFT)
    | dict.fromkeys(["cancelled", "canceled", "opted out", "opt-out", "optout", "left"], LEFT)
    | dict.fromkeys(["abgemeldet", "inaktiv", "désabonné", "désinscrit", "disiscritto"], LEFT)
    | dict.fromkeys(
        ["bounced", "cleaned", "complained", "blocklisted", "blocked", "invalid", "undeliverable"],
        BOUNCED,
    )
    | dict.fromkeys(["hard bounced", "hard bounce", "spam", "junk", "complaint"], BOUNCED)
    | dict.fromkeys(["pending", "unconfirmed", "unactivated", "not confirmed"], UNPROVED)
    | dict.fromkeys(["non-subscribed", "nonsubscribed", "awaiting confirmation"], UNPROVED)
)
PRESETS = {
    "ours": Preset(
        "Our own export",
        address=("address",),
        confirmed_at=("confirmed_at",),
        state=("state",),
        states={
            "confirmed": CONFIRMED,
            "unsubscribed": LEFT,
            "bounced": BOUNCED,
            "complained": BOUNCED,
        },
        signs=frozenset({"address", "state", "asked_at", "confirmed_at"}),
    ),
    "mailchimp": Preset(
        "Mailchimp",
        address=("email address",),
        confirmed_at=("confirm_time", "optin_time"),
        left_at=("unsub_time",),
        bounced_at=("clean_time",),
        signs=frozenset({"email address", "member_rating"}),
    ),
    "substack": Preset(
        "Substack",
        address=("email",),
        confirmed_at=("created_at",),
        state=("email_disabled",),
        states={"false": CONFIRMED, "true": LEFT, "f": CONFIRMED, "t": LEFT},
        signs=frozenset({"email", "email_disabled"}),
    ),
    # What its list of subscribers gives out, where the one above is in the whole archive.
    "substack-2": Preset(
        "Substack, the list of subscribers",
        address=("email",),
        confirmed_at=("subscription date", "start date"),
        signs=frozenset({"email", "subscription type", "activity"}),
    ),
    "ghost": Preset(
        "Ghost",
        address=("email",),
        confirmed_at=("created_at",),
        state=("subscribed_to_emails", "subscribed"),
        states=SAID_YES,
        left_at=("deleted_at",),
        signs=frozenset({"email", "subscribed_to_emails"}),
    ),
    "buttondown": Preset(
        "Buttondown",
        address=("email_address", "email"),
        confirmed_at=("creation_date",),
        state=("type", "subscriber_type"),
        states={
            "regular": CONFIRMED,
            "premium": CONFIRMED,
            "gifted": CONFIRMED,
            "trialed": CONFIRMED,
            "unsubscribed": LEFT,
            "removed": LEFT,
            "undeliverable": BOUNCED,
            "complained": BOUNCED,
        },
        signs=frozenset({"creation_date"}),
    ),
    "listmonk": Preset(
        "listmonk",
        address=("email",),
        confirmed_at=("created_at",),
        state=("status",),
        states={"enabled": CONFIRMED, "disabled": LEFT, "blocklisted": BOUNCED},
        signs=frozenset({"uuid", "email", "status"}),
    ),
    "beehiiv": Preset(
        "Beehiiv",
        address=("email",),
        confirmed_at=("created at", "created_at", "subscribed at", "subscribed_at"),
        state=("status",),
        states=WORDS,
        signs=frozenset({"email", "status", "utm_source"}),
    ),
    "plain": Preset(
        "A plain list",
        address=(
            "email",
            "e-mail",
            "address",
            "email address",
            "email_address",
            "e-mail address",
            "emailaddress",
            "mail",
            "e-mail-adresse",
            "adresse e-mail",
            "correo electrónico",
        ),
        confirmed_at=("confirmed_at", "date", "subscribed_at", "created_at", "created at"),
        state=(
            "subscription_status",
            "subscription status",
            "subscriber status",
            "subscriber state",
            "email_status",
            "email status",
            "global status",
            "list status",
            "status",
            "accepts email marketing",
            "accepts marketing",
            "statut",
            "estado",
            "stato",
        ),
        states=WORDS,
        left_at=(
            "unsubscribed_at",
            "unsubscribed at",
            "unsubscribe_date",
            "unsubscribe date",
            "unsubscribed",
            "opted out",
            "opted_out",
            "opt-out",
            "optout",
            "blocklisted",
            "blacklisted",
            "email_blacklisted",
            "unsubscribed from all email",
        ),
        bounced_at=("bounced_at", "bounced at", "bounce date", "bounced"),
    ),
}


def guess(header):
    """The preset whose columns these are."""
    names = set(header)
    found = [key for key, preset in PRESETS.items() if preset.signs and preset.signs <= names]
    return found[0] if found else "plain"
