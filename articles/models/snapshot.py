"""What a revision keeps of an article: the form's content as JSON, and the way back."""

from django.core.exceptions import ValidationError

from articles import html
from articles.models.author import Author
from articles.models.image import Image
from articles.models.tag import Tag, join_tags, split_tags

SCHEMA = 1
# From a schema to the function that brings its snapshots to the next one.
UPGRADES = {}

PLAIN = (
    "title",
    "slug",
    "dek",
    "body",
    "lead_caption",
    "short_headline",
    "search_title",
    "social_title",
    "first_published_by",
    "canonical_url",
    "disclosure",
)
LINKS = ("section", "genre", "lead_image", "social_image")
LISTS = ("bylines", "tags", "related")


class Stale(Exception):
    """Somebody saved since the form was opened. Carries the number of the newest revision."""

    def __init__(self, newest):
        super().__init__(f"The newest revision is now {newest}.")
        self.newest = newest


class TooOld(Exception):
    """A snapshot of a shape that today's code cannot read."""


def refuse(field, sentence):
    raise ValidationError({field: sentence})


def upgrade(snapshot, schema):
    """The snapshot in today's shape, or TooOld with a sentence for the editor."""
    while schema != SCHEMA:
        if schema not in UPGRADES:
            raise TooOld(
                f"This version was kept in an older form ({schema}) that can no longer be restored."
            )
        snapshot, schema = UPGRADES[schema](dict(snapshot)), schema + 1
    return snapshot


def take(article):
    """A snapshot of the row as it stands."""
    taken = {name: getattr(article, name) for name in PLAIN}
    taken |= {name: getattr(article, f"{name}_id") for name in LINKS}
    if article.pk:
        taken["bylines"] = [byline.author_id for byline in article.bylines.all()]
        taken["tags"] = split_tags(join_tags(article.tags.all()))
        taken["related"] = [row.other_id for row in article.related_rows.all()]
    else:
        taken |= {name: [] for name in LISTS}
    return taken


def fill(article, snapshot):
    """Set the article's own fields from the snapshot, cleaned. Saves nothing."""
    for name in PLAIN:
        setattr(article, name, snapshot.get(name, ""))
    article.body = html.clean(article.body)
    for name in LINKS:
        setattr(article, f"{name}_id", snapshot.get(name))


def put(article, snapshot):
    """Write the snapshot to the article's rows, cleaned. The caller saves what it derives."""
    fill(article, snapshot)
    article.save()
    _put_bylines(article, snapshot.get("bylines", []))
    _put_tags(article, snapshot.get("tags", []))
    _put_related(article, snapshot.get("related", []))


def _put_bylines(article, author_ids):
    authors = Author.objects.in_bulk(author_ids)
    standing = {byline.author_id: byline for byline in article.bylines.all()}
    article.bylines.exclude(author_id__in=author_ids).delete()
    order = 0
    for author_id in author_ids:
        author = authors.get(author_id)
        if author is None:
            continue
        byline = standing.get(author_id) or article.bylines.model(article=article, author=author)
        if byline.pk is None or not article.was_published():
            byline.affiliation, byline.bio = author.affiliation, author.bio
        byline.order = order
        byline.save()
        order += 1


def _put_tags(article, names):
    standing = {tag.name.casefold(): tag for tag in article.tags.all()}
    wanted = [standing.get(name.casefold()) or _tag(name) for name in names]
    article.tagged.exclude(tag__in=wanted).delete()
    for tag in wanted:
        if tag.name.casefold() not in standing:
            article.tagged.get_or_create(tag=tag)


def _tag(name):
    return Tag.objects.named(name) or Tag.objects.create(name=name)


def _put_related(article, ids):
    rows = article.related_rows.model
    article.related_rows.all().delete()
    known = set(type(article).objects.filter(pk__in=ids).values_list("pk", flat=True))
    chosen = [pk for pk in dict.fromkeys(ids) if pk in known and pk != article.pk]
    rows.objects.bulk_create(
        rows(article=article, other_id=pk, order=order) for order, pk in enumerate(chosen)
    )


def picture_ids(article):
    """Every picture that the row needs."""
    return picture_ids_of(
        {
            "body": article.body,
            "lead_image": article.lead_image_id,
            "social_image": article.social_image_id,
        }
    )


def picture_ids_of(snapshot):
    """Every picture that a snapshot needs."""
    named = {snapshot.get("lead_image"), snapshot.get("social_image")} - {None}
    return named | set(html.image_ids(snapshot.get("body", "")))


def existing_pictures(ids):
    return list(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
