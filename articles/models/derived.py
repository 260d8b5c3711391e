"""What is made from an article once, at publication, so that no reader waits for it."""

from dataclasses import dataclass

from django.utils import translation

from articles import html
from articles.models.image import Image
from articles.models.magazine_settings import MagazineSettings
from articles.pictures import card
from articles.pictures.markup import facts, picture, shared
from articles.pictures.rights import image_object

# How pictures are drawn in each place; the widths behind the names stand in articles.pictures.
HERO, CARD, FIGURE, WIDE, PORTRAIT = "hero", "card", "figure", "wide", "portrait"


@dataclass(frozen=True)
class Rows:
    """What an article has beside its own row."""

    bylines: list
    tags: list
    related: list
    corrections: list

    @classmethod
    def of(cls, article):
        return cls(
            bylines=list(article.bylines.select_related("author")),
            tags=list(article.tags.order_by("name")),
            related=[row.other_id for row in article.related_rows.all()],
            corrections=list(article.corrections.all()),
        )


def derive(article, rows=None):
    """Set the article's derived fields from its saved rows, or from those given. Saves nothing."""
    with translation.override(MagazineSettings.objects.language()):
        _derive(article, rows or Rows.of(article))


def _derive(article, rows):
    images = images_of(article.body, article.lead_image_id, article.social_image_id)
    body = html.render(article.body, figures(images), prefix=f"a{article.pk}-")
    article.body_html = body.html
    article.teaser_html = body.teaser
    article.rest_html = body.rest
    article.word_count = body.words
    article.toc = body.toc
    article.derived = {
        "bylines": _bylines(rows.bylines),
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in rows.tags],
        "related": rows.related,
        "cards": html.article_ids(article.body),
        "frames": html.frame_origins(article.body),
        # Found in the background: it stays until it is found anew.
        "near": (article.derived or {}).get("near", []),
        "corrections": _corrections(rows.corrections),
        **_lead(images.get(article.lead_image_id)),
    }
    article.derived |= _for_machines(article, images)


def images_of(body, *others):
    """The pictures in a text, and any others, by key: those that may be shown."""
    wanted = {*html.image_ids(body), *others} - {None}
    return Image.objects.usable().with_credits().in_bulk(wanted) if wanted else {}


def _bylines(rows):
    portraits = Image.objects.usable().in_bulk({row.author.portrait_id for row in rows} - {None})
    return [
        {
            "name": row.author.name,
            "slug": row.author.slug,
            "affiliation": row.affiliation,
            "bio": row.bio,
            "portrait": _portrait(portraits.get(row.author.portrait_id)),
        }
        for row in rows
    ]


def _portrait(image):
    return picture(image, place=PORTRAIT, ratio="1x1") if image else ""


def _corrections(corrections):
    return [
        {
            "kind": correction.kind,
            "label": str(correction.get_kind_display()),
            "text": correction.text,
            "at": correction.at.isoformat(),
        }
        for correction in corrections
    ]


def figures(images):
    """The pictures as a text shows them."""
    return {
        pk: html.Figure(
            picture=picture(image, place=FIGURE),
            wide=picture(image, place=WIDE),
            caption=image.caption,
            credit=image.credit_line(),
        )
        for pk, image in images.items()
    }


def _lead(image):
    if image is None:
        return {"hero": "", "card": "", "picture": {}, "credit": "", "caption": ""}
    return {
        "hero": picture(image, place=HERO, eager=True),
        "card": picture(image, place=CARD, ratio="3x2"),
        "picture": facts(image),  # to be drawn in any other place
        "credit": image.credit_line(),
        "caption": image.caption,
    }


def _for_machines(article, images):
    """The lead picture in three ratios with its rights, and the one that shared links show."""
    lead = images.get(article.lead_image_id)
    drawn = images.get(article.social_image_id) or lead
    return {
        "images": [_image_object(lead, file) for file in shared(lead)] if lead else [],
        "sharing": _sharing(drawn) if drawn else card.standing(article),
    }


def _image_object(image, file):
    return image_object(image, url=file.url, width=file.width, height=file.height)


def _sharing(image):
    """The widest cut for shared links, as JSON; empty while nothing of the picture exists."""
    files = shared(image)
    if not files:
        return {}
    best = files[0]
    return {
        "url": best.url,
        "width": best.width,
        "height": best.height,
        "alt": "" if image.is_decorative else image.alt,
    }
