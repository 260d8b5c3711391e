"""The library's pictures as the article's form shows them."""

from articles.desk.picture_uploads import described
from articles.models import Image

MOST = 200
# The largest key that both databases hold.
LARGEST = 2**63 - 1


def shown_by_id(ids):
    """{id: what is shown} of those pictures that exist."""
    known = [pk for pk in ids if 0 < pk <= LARGEST]
    images = Image.objects.with_credits().in_bulk(known[:MOST])
    return {pk: described(image) for pk, image in images.items()}
