"""Taking pictures in at the desk: many at once, or one that was dropped into an article."""

import logging

from django import forms
from django.urls import reverse

from articles.html.tree import UNTURNED
from articles.models import Licence
from articles.pictures import library, rights
from articles.pictures.intake import Refused
from articles.pictures.markup import jpeg

log = logging.getLogger(__name__)

NOT_KEPT = "The picture could not be kept just now. Nothing is lost: try again in a moment."


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """Files, and what is true of all of them."""

    files = forms.FileField(
        label="Pictures",
        widget=ManyFiles({"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
        help_text="JPEG, PNG, WebP, GIF or AVIF; up to 25 MB and 40 megapixels each.",
    )
    credit = forms.CharField(
        label="Credit of all",
        required=False,
        max_length=400,
        help_text="Name / Agency; several with a semicolon between them. "
        "Empty: what each file says of itself.",
    )
    licence = forms.ChoiceField(
        label="Licence of all",
        required=False,
        choices=[("", "As each file says"), *Licence.choices],
    )
    keywords = forms.CharField(label="Tags of all", required=False, max_length=500)


def credits_of(credit_line, licence=""):
    """The credit rows for what was typed; None if nothing was, so that the file may speak."""
    rows = rights.read_typed(credit_line)
    for row in rows:
        if licence in Licence.values and licence != Licence.FAIR_USE:
            row["licence"] = licence
    return rows or None


def take(request, file, typed):
    """Take one file in. Returns (Stored, "") or (None, the sentence why not)."""
    fields = {name: clean(typed.get(name, ""), limit) for name, limit in LIMITS.items()}
    try:
        stored = library.store(
            file,
            filename=file.name or "",
            by=request.user,
            credits=credits_of(clean(typed.get("credit", ""), 400), typed.get("licence", "")),
            **{name: value for name, value in fields.items() if value},
        )
    except Refused as refusal:
        return None, str(refusal)
    except Exception:  # every store of files and database has errors of its own
        log.exception("A picture could not be kept.")
        return None, NOT_KEPT
    return stored, ""


LIMITS = {"alt": 500, "caption": 1000, "keywords": 500}


def clean(text, limit):
    """What was typed, without what harms."""
    return " ".join(text.replace("\0", "").translate(UNTURNED).split())[:limit]


def described(image):
    """A picture for the desk's scripts, ready for JSON."""
    shown = jpeg(image, width=640)
    return {
        "id": image.pk,
        "url": shown.url if shown else "",
        "width": image.width,
        "height": image.height,
        "name": str(image),
        "caption": image.caption,
        "alternative_text": image.alt,
        "alt": image.alt,
        "alt_state": image.alt_state(),
        "credit": image.credit_line(),
        "edit": reverse("admin:articles_image_change", args=[image.pk]),
    }
