"""What the form asks for as one types: names, pictures, clean text, embeds. All in JSON."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from articles import html
from articles.desk.fields import number_in
from articles.desk.rights import known_to, may
from articles.desk.thumbs import shown_by_id
from articles.html.embeds import PROVIDERS
from articles.models import Author, Tag
from articles.models.article_list import LONG_TEXTS
from articles.search import Query, newest_begun

MOST = 12
# The newest that match, of which those are named that this person may know of.
LOOKED_AT = 200
LONGEST_QUERY = 200


def _at_the_desk(request):
    if not may(request.user, "view"):
        raise PermissionDenied


def _refusal(sentence, status=400):
    return JsonResponse({"error": sentence}, status=status)


@require_GET
def choices(request, source):
    """Names that begin with, or hold, what was typed: {"choices": [{id, text, detail}]}."""
    _at_the_desk(request)
    find = {"authors": _authors, "tags": _tags, "articles": _articles}.get(source)
    if find is None:
        raise Http404("There is no such list.")
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    ids = [pk for part in request.GET.get("ids", "").split(",")[:MOST] if (pk := number_in(part))]
    return JsonResponse({"choices": find(request.user, query, ids)})


def _authors(user, query, ids):
    found = Author.objects.filter(pk__in=ids) if ids else _named(Author, query)
    return [{"id": row.pk, "text": row.name, "detail": row.affiliation} for row in found]


def _tags(user, query, ids):
    return [{"text": tag.name} for tag in _named(Tag, query)]


def _articles(user, query, ids):
    """Articles of ours by words around the headline or by address; a draft only for those who may
    open it."""
    rows = known_to(user).select_related("section")
    if ids:
        rows = rows.filter(pk__in=ids)
    elif "/" in query:
        rows = rows.filter(slug=_slug_in(query))
    elif query:
        rows = rows.filter(pk__in=newest_begun(Query.parse(query), LOOKED_AT))
    return [
        {"id": row.pk, "text": row.headline.replace(";", ","), "detail": row.section.name}
        for row in rows.defer(*LONG_TEXTS).newest()[:MOST]
    ]


def _slug_in(address):
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def _named(model, query):
    """Rows whose name begins with the query, then those that only hold it."""
    found = list(model.objects.filter(name__istartswith=query).order_by("name")[:MOST])
    if len(found) < MOST:
        rest = model.objects.filter(name__icontains=query).exclude(pk__in=[row.pk for row in found])
        found += rest.order_by("name")[: MOST - len(found)]
    return found


@require_GET
def pictures(request):
    """What the desk shows of the library's pictures with these numbers."""
    _at_the_desk(request)
    ids = [pk for part in request.GET.get("ids", "").split(",") if (pk := number_in(part.strip()))]
    return JsonResponse(shown_by_id(ids))


@require_POST
def paste(request):
    """Pasted text as our text: headings, italics, links, lists and notes stay, the rest goes."""
    _at_the_desk(request)
    text = request.POST.get("html", "")
    try:
        html.check(text)
    except html.TooLong as refusal:
        return _refusal(str(refusal))
    return JsonResponse({"html": html.clean_paste(text)})


@require_GET
def embed(request):
    """The provider and id that an address means."""
    _at_the_desk(request)
    found = html.embed_from_url(request.GET.get("url", "")[:2000])
    if found is None:
        names = ", ".join(provider.label for provider in PROVIDERS.values())
        return _refusal(f"That address is none that can be embedded. Known: {names}.")
    provider, key = found
    return JsonResponse({"embed": provider, "id": key})
