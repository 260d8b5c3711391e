"""Rules about pictures."""

from django.utils import timezone

from articles.offers import check
from articles.pictures import rights

SOON = 30
# Said by a rule of their own.
EXPIRY = "The licence ended"


@check("no-picture", field="lead_image", mend="Choose one from the library, or upload one.")
def no_picture(draft):
    """The lead picture is missing."""
    if not draft.content.get("lead_image") and not draft.is_short:
        yield "There is no lead picture."


@check("no-credit", is_error=True, mend="Open the picture in the library and say who made it.")
def no_credit(draft):
    """A picture has no credit."""
    for shown in draft.pictures:
        if not shown.image.credit_line():
            yield f"The picture “{shown.name}” has no credit."


@check("odd-credit", mend="Open the picture in the library and mend its credit.")
def odd_credit(draft):
    """A credit looks wrong."""
    for shown in draft.pictures:
        for credit in shown.image.credits.all():
            for warning in rights.warnings(credit):
                if not warning.startswith(EXPIRY):
                    yield f"“{shown.name}”: {warning}"


@check("no-alt", is_error=True, mend="Say what a reader who cannot see it needs to know.")
def no_alt(draft):
    """A picture has no alternative text."""
    for shown in draft.pictures:
        if not shown.has_alt:
            yield f"The picture “{shown.name}” has no alternative text, and is not decorative."


@check("same-alt", mend="Say what it shows; the caption says what it means.")
def same_alt(draft):
    """The alternative text repeats the caption or the file’s name."""
    for shown in draft.pictures:
        alt = (shown.alt or shown.image.alt).strip()
        if not alt or shown.image.is_decorative:
            continue
        captions = {shown.caption.strip().casefold(), shown.image.caption.strip().casefold()}
        if alt.casefold() in captions:
            yield f"The alternative text of “{shown.name}” repeats the caption."
        elif rights.looks_like_filename(alt) or alt == shown.image.filename:
            yield f"The alternative text of “{shown.name}” is a file’s name."


@check("licence-ended", is_error=True, mend="Replace the picture, or renew the licence.")
def licence_ended(draft):
    """The licence of a picture has ended."""
    for shown in draft.pictures:
        for credit in shown.image.credits.all():
            if rights.has_expired(credit):
                yield f"The licence of “{shown.name}” ended on {credit.expires_on:%-d %B %Y}."


@check("licence-ending", mend="Renew the licence, or replace the picture in time.")
def licence_ending(draft):
    """The licence of a picture ends soon."""
    today = timezone.localdate()
    for shown in draft.pictures:
        for credit in shown.image.credits.all():
            if credit.expires_on and 0 <= (credit.expires_on - today).days <= SOON:
                yield f"The licence of “{shown.name}” ends on {credit.expires_on:%-d %B %Y}."


@check("withdrawn-picture", is_error=True, mend="Replace the picture.")
def withdrawn_picture(draft):
    """A picture has been withdrawn."""
    for shown in draft.pictures:
        if shown.image.withdrawn_at is not None:
            yield f"The picture “{shown.name}” was withdrawn: {shown.image.withdrawn_reason}"
