"""Which page a request asks for: the key that we make, whatever the client sent."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

# Only these change what a public page shows; all others, a newsletter's mark among them, do not.
QUERY = ("page", "q", "section", "genre", "author", "year")
LONGEST_QUERY = 400
# Namespaces whose pages are the same for everyone; files have a cache of their own, and what
# others embed depends on more parameters than a page.
NAMESPACES = {"articles"}
NOT_PAGES = {"articles:file", "articles:oembed"}
ENCODINGS = ("br", "zstd", "gzip")


def page_key(environ):
    """(host, path, query) of a page that may be shared, or None where Django must look itself."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    host = environ.get("HTTP_HOST", "")
    domain, _ = split_domain_port(host)
    if not (domain and validate_host(domain, settings.ALLOWED_HOSTS)):
        return None
    if settings.SECURE and environ.get("HTTP_X_FORWARDED_PROTO") != "https":
        return None
    path = environ.get("PATH_INFO", "")
    if not is_public(path):
        return None
    query = allowed_query(environ.get("QUERY_STRING", ""))
    return None if query is None else (host.lower(), path, query)


@lru_cache(maxsize=4096)
def is_public(path):
    """True if the path leads to a page that looks at nobody."""
    if path.startswith(("/admin/", "/files/", "/static/")):
        return False
    try:
        match = resolve(path.encode("latin-1", "replace").decode("utf-8", "replace"))
    except Resolver404:
        return False
    return bool(match.namespaces) and (
        match.namespaces[0] in NAMESPACES and match.view_name not in NOT_PAGES
    )


def allowed_query(text):
    """The parameters that count, each once, in one order; None if Django should refuse it."""
    if not text:
        return ""
    if len(text) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    # The last of several wins, as it does in Django.
    given = dict(pairs)
    return urlencode([(name, given[name]) for name in QUERY if name in given])


@lru_cache(maxsize=512)
def choose_encoding(accepted):
    """The best encoding of ours that an Accept-Encoding header allows; "" for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        weights[name.strip()] = _weight(parameters)
    anything = weights.get("*", 0)
    offered = [(weights.get(name, anything), -place) for place, name in enumerate(ENCODINGS)]
    weight, place = max(offered)
    return ENCODINGS[-place] if weight > 0 else ""


def _weight(parameters):
    name, _, value = parameters.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
