"""What machines read of a page: JSON-LD in schema.org's words, built as data."""

from django.conf import settings

from articles.models import Correction

ORGANIZATION = "/#organization"


def absolute(path):
    return f"{settings.SITE_ADDRESS}{path}"


def article_data(article, frame):
    """The article, its place in the site and its publisher as one graph."""
    return {
        "@context": "https://schema.org",
        "@graph": [
            _article(article, frame),
            breadcrumbs(
                [
                    (article.section.name, article.section.get_absolute_url()),
                    (article.title, article.get_absolute_url()),
                ],
                frame,
            ),
            organization(frame),
        ],
    }


def _article(article, frame):
    address = absolute(article.get_absolute_url())
    data = {
        "@type": article.genre.schema_type if article.genre else "NewsArticle",
        "@id": f"{address}#article",
        "url": address,
        "mainEntityOfPage": article.canonical_url or address,
        "headline": article.title,
        "datePublished": article.first_published_at.isoformat(),
        "dateModified": (article.updated_at or article.first_published_at).isoformat(),
        "articleSection": article.section.name,
        "wordCount": article.word_count,
        "inLanguage": frame["language"],
        "isAccessibleForFree": True,
        "author": [_author(byline) for byline in article.derived.get("bylines", [])],
        "publisher": {"@id": absolute(ORGANIZATION)},
    }
    if article.dek:
        data["description"] = article.dek
    if tags := article.derived.get("tags"):
        data["keywords"] = [tag["name"] for tag in tags]
    if images := article.derived.get("images"):
        data["image"] = [_absolute_urls(image) for image in images]
    if corrections := article.derived.get("corrections"):
        data["correction"] = [_correction(row) for row in corrections]
    if article.canonical_url:
        data["isBasedOn"] = article.canonical_url
    return data


def _author(byline):
    data = {
        "@type": "Person",
        "name": byline["name"],
        "url": absolute(f"/authors/{byline['slug']}/"),
    }
    if byline.get("affiliation"):
        data["affiliation"] = {"@type": "Organization", "name": byline["affiliation"]}
    return data


def _correction(row):
    label = Correction.Kind(row["kind"]).label
    return {
        "@type": "CorrectionComment",
        "text": f"{label}: {row['text']}",
        "datePublished": row["at"],
    }


def _absolute_urls(image):
    """An ImageObject whose own files are named by their whole address."""
    return {
        name: absolute(value) if isinstance(value, str) and value.startswith("/") else value
        for name, value in image.items()
    }


def breadcrumbs(steps, frame):
    """The way from the home page down, as (name, path) pairs."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate([(frame["name"], "/"), *steps], start=1)
        ],
    }


def organization(frame):
    data = {
        "@type": "NewsMediaOrganization",
        "@id": absolute(ORGANIZATION),
        "name": frame["name"],
        "url": absolute("/"),
        "correctionsPolicy": absolute("/corrections/"),
    }
    if frame["social_links"]:
        data["sameAs"] = [link["url"] for link in frame["social_links"]]
    return data


def site_data(frame):
    """The home page: the site, how to search it, and who publishes it."""
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebSite",
                "@id": absolute("/#website"),
                "name": frame["name"],
                "url": absolute("/"),
                "inLanguage": frame["language"],
                "publisher": {"@id": absolute(ORGANIZATION)},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": absolute("/search/?q={query}"),
                    "query-input": "required name=query",
                },
            },
            organization(frame),
        ],
    }
