"""Where pictures stand: articles, bodies, portraits, pages, the magazine itself, letters."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from articles import html
from articles.models import Article, Author, Image, ImageUse, MagazineSettings, Page, Pin
from articles.offers import PICTURE_PLACES
from articles.rederiving import rederive


@dataclass(frozen=True)
class Use:
    """One place where a picture stands."""

    kind: str  # article, front, portrait, page, magazine, letter
    title: str
    place: str
    pk: int | None = None
    is_public: bool = False
    article: Article | None = None


def uses_of(images):
    """{picture's key: [Use]} for all of these pictures, in a fixed number of queries."""
    keys = [image.pk for image in images]
    found = defaultdict(list)
    for source in (_articles, _fronts, _portraits, _pages, _magazine, *PICTURE_PLACES):
        for key, use in source(keys):
            found[key].append(use)
    return found


def refresh(image, *, portraits=False):
    """Draw anew the articles that show this picture; portraits too where that is needed."""
    shown = Q(image_uses__image=image)
    if portraits:
        shown |= Q(authors__portrait=image)
    rederive(Article.objects.filter(shown))


def unused():
    """The pictures that stand nowhere."""
    taken = set(_ids_in_pages()) | _ids_of_magazine()
    for source in PICTURE_PLACES:
        taken.update(key for key, _ in source(None))
    return Image.objects.exclude(pk__in=taken).filter(
        ~Exists(ImageUse.objects.filter(image=OuterRef("pk"))),
        ~Exists(Author.objects.filter(portrait=OuterRef("pk"))),
    )


def _articles(keys):
    uses = (
        ImageUse.objects.filter(image__in=keys)
        .select_related("article__section")
        .defer("article__body_html", "article__rest_html", "article__teaser_html")
        .order_by("-article__first_published_at", "-article_id")
    )
    for use in uses:
        article = use.article
        for place in _places(article, use.image_id):
            yield (
                use.image_id,
                Use("article", article.title, place, article.pk, article.is_published(), article),
            )


def _places(article, key):
    found = []
    if article.lead_image_id == key:
        found.append("lead picture")
    if article.social_image_id == key:
        found.append("picture for shared links")
    if key in html.image_ids(article.body):
        found.append("in the text")
    return found or ["in a version that is not out"]


def _fronts(keys):
    """Where an article was set by hand, its lead picture stands on that front."""
    pins = Pin.objects.standing().filter(article__lead_image__in=keys)
    for pin in pins.select_related("section", "article__section"):
        front = f"Front: {pin.section.name if pin.section else 'Home'}"
        article = pin.article
        yield (
            article.lead_image_id,
            Use(
                "front", front, f"with “{article.headline}”", None, article.is_published(), article
            ),
        )


def _portraits(keys):
    for author in Author.objects.filter(portrait__in=keys):
        yield author.portrait_id, Use("portrait", author.name, "portrait", author.pk, True)


def _pages(keys):
    wanted = set(keys)
    for page in _pages_with_pictures():
        for key in wanted.intersection(html.image_ids(page.body)):
            yield key, Use("page", page.title, "in the text", page.pk, page.is_visible)


def _pages_with_pictures():
    return Page.objects.filter(body__contains="data-file")


def _ids_in_pages():
    return {key for page in _pages_with_pictures() for key in html.image_ids(page.body)}


def _magazine(keys):
    for key in _ids_of_magazine().intersection(keys):
        yield key, Use("magazine", MagazineSettings.objects.current().name, "logo", 1, True)


def _ids_of_magazine():
    return {MagazineSettings.objects.current().logo_id} - {None}
