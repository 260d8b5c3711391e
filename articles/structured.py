"""What machines read of a page: JSON-LD in schema.org's words, built as data."""

from django.conf import settings
from django.templatetags.static import static

from articles.models import Correction

ORGANIZATION = "/#organization"
WEBSITE = "/#website"


def absolute(path):
    """The whole address of one of our own paths; of a file stored elsewhere, the address it has."""
    return f"{settings.SITE_ADDRESS}{path}" if path.startswith("/") else path


def graph(*nodes):
    """Several things said on one page."""
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def article_data(article, frame):
    """The article, its place in the site and its publisher as one graph."""
    steps = [
        (article.section.name, article.section.get_absolute_url()),
        (article.title, article.get_absolute_url()),
    ]
    return graph(_article(article, frame), breadcrumbs(steps, frame), organization(frame))


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
        "isPartOf": {"@id": absolute(WEBSITE)},
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
    address = absolute(f"/authors/{byline['slug']}/")
    data = {"@type": "Person", "@id": f"{address}#person", "name": byline["name"], "url": address}
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
        name: absolute(value) if name in {"url", "contentUrl"} else value
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
        "logo": _logo(frame.get("logo_file")),
        "correctionsPolicy": absolute("/corrections/"),
    }
    if frame["social_links"]:
        data["sameAs"] = [link["url"] for link in frame["social_links"]]
    return data


def _logo(file):
    """The magazine's logo, or the seal that stands for it until there is one."""
    if not file:
        return {"@type": "ImageObject", "url": absolute(static("seal.svg"))}
    size = {"width": file["width"], "height": file["height"]}
    return {"@type": "ImageObject", "url": absolute(file["url"]), **size}


def site_data(frame):
    """The home page: the site, how to search it, and who publishes it."""
    website = {
        "@type": "WebSite",
        "@id": absolute(WEBSITE),
        "name": frame["name"],
        "url": absolute("/"),
        "inLanguage": frame["language"],
        "publisher": {"@id": absolute(ORGANIZATION)},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute("/search/?q={search_term_string}"),
            },
            "query-input": "required name=search_term_string",
        },
    }
    if frame["description"] or frame["tagline"]:
        website["description"] = frame["description"] or frame["tagline"]
    return graph(website, organization(frame))


def list_data(name, description, path, articles, frame):
    """A section, tag or genre: a collection of articles."""
    page = {
        "@type": "CollectionPage",
        "@id": f"{absolute(path)}#page",
        "url": absolute(path),
        "name": name,
        "inLanguage": frame["language"],
        "isPartOf": {"@id": absolute(WEBSITE)},
        "mainEntity": _item_list(articles),
    }
    if description:
        page["description"] = description
    return graph(page, breadcrumbs([(name, path)], frame), organization(frame))


def _item_list(articles):
    """Addresses only: what an article says of itself stands on its own page."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": absolute(article.get_absolute_url())}
            for place, article in enumerate(articles, start=1)
        ],
    }


def author_data(author, portrait, frame):
    """An author's page; portrait is the path of a picture, or empty."""
    path = author.get_absolute_url()
    person = {
        "@type": "Person",
        "@id": f"{absolute(path)}#person",
        "name": author.name,
        "url": absolute(path),
    }
    if author.bio:
        person["description"] = author.bio
    if author.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    if portrait:
        person["image"] = absolute(portrait)
    if author.links:
        person["sameAs"] = [link["url"] for link in author.links]
    page = {
        "@type": "ProfilePage",
        "@id": f"{absolute(path)}#page",
        "url": absolute(path),
        "inLanguage": frame["language"],
        "isPartOf": {"@id": absolute(WEBSITE)},
        "mainEntity": person,
    }
    return graph(page, breadcrumbs([(author.name, path)], frame), organization(frame))


def page_data(title, path, frame):
    """A standing page."""
    page = {
        "@type": "WebPage",
        "@id": f"{absolute(path)}#page",
        "url": absolute(path),
        "name": title,
        "inLanguage": frame["language"],
        "isPartOf": {"@id": absolute(WEBSITE)},
    }
    return graph(page, breadcrumbs([(title, path)], frame), organization(frame))
