"""Pictures as the desk shows them: small, with their credit and what is missing."""

from django.core.files.storage import default_storage

from articles.models import Image

WIDTH = 640
MOST = 200
# The largest key that both databases hold.
LARGEST = 2**63 - 1


def shown(image):
    """What the form needs of a picture, ready for JSON."""
    return {
        "id": image.pk,
        "url": thumb_url(image),
        "width": image.width,
        "height": image.height,
        "name": str(image),
        "credit": image.credit_line(),
        "caption": image.caption,
        "alt": image.alt,
        "alt_state": image.alt_state(),
        "withdrawn": image.withdrawn_at is not None,
    }


def shown_by_id(ids):
    """{id: what is shown} of those pictures that exist."""
    known = [pk for pk in ids if 0 < pk <= LARGEST]
    images = Image.objects.with_credits().in_bulk(known[:MOST])
    return {pk: shown(image) for pk, image in images.items()}


def thumb_url(image):
    """The address of a small rendition, or an empty string before the first one is made."""
    key, widths = image.renditions.get("whole", ("", []))
    if not widths:
        return ""
    fitting = [width for width in widths if width >= WIDTH] or [max(widths)]
    return default_storage.url(f"{key}-{min(fitting)}.jpg")
