"""What every reader sees. No view here looks at who asks."""

from django.core.paginator import Paginator
from django.db import Error as DatabaseFailure
from django.db.models import OuterRef, Value
from django.http import Http404, HttpResponseNotFound, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.citing import citation
from articles.companions import companions, keep_reading_from
from articles.did_you_mean import did_you_mean
from articles.frame import BARE, frame_of
from articles.framing import may_frame
from articles.fronts import PER_PAGE, beside_section, home_front, pinned, pinned_first
from articles.head import article_head, author_head, home_head, list_head, page_head
from articles.models import (
    Address,
    Article,
    Author,
    Byline,
    Correction,
    Genre,
    Redirect,
    Tag,
    TaggedArticle,
)
from articles.nearest import nearest
from articles.search import Filters, Query, authors_among, search, shown
from articles.suggestions import suggestions

LATEST = 5
# No magazine has more; a larger number is a probe, and would only make the database count.
LAST_PAGE = 100_000


@require_safe
def home(request):
    frame = frame_of(request)
    front = home_front(frame)
    page = render(request, "articles/home.html", {"front": front, "head": home_head(frame)})
    return may_frame(page, front.keep_reading)


@require_safe
def address(request, slug):
    """A section or a page: they share one address space."""
    listed = how_many(request, lambda: Article.objects.published().in_section(OuterRef("pk")))
    places = Address.objects.select_related("section", "page").filter(slug=slug)
    place = only(places.annotate(listed=listed))
    if hasattr(place, "section"):
        return _section_front(request, place.section, place.listed)
    if hasattr(place, "page") and place.page.is_visible:
        head = page_head(place.page.title, place.get_absolute_url(), frame_of(request))
        return render(request, "articles/page.html", {"page": place.page, "head": head})
    return _moved_or_missing(request)


def _section_front(request, section, count):
    path, frame = section.get_absolute_url(), frame_of(request)
    cards = SectionCards(section, count, beside_section(section, frame))
    listing = _page_of(request, cards)
    shown, opening = listing.object_list, []
    if listing.number == 1:
        shown = pinned_first(shown, pinned(frame, section.pk), cards.pool)
        if section.keeps_reading:
            opening = keep_reading_from(cards.pool, {a.pk for a in shown}, section.pk)
    head = list_head(section.name, section.description, path, listing, frame)
    context = {"section": section, "listing": listing, "head": head}
    context |= {"articles": shown, "keep_reading": opening}
    return may_frame(render(request, "articles/section.html", context), opening)


@require_safe
def article_detail(request, section, slug):
    """What every reader sees. A preview has its own address: this one never looks at who asks."""
    article = only(Article.objects.select_related("section", "genre").filter(slug=slug))
    if article is None or not article.was_published():
        return _moved_or_missing(request)
    if not article.is_published():
        return render(request, "articles/gone.html", status=410)
    if article.section.slug != section:
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    frame = frame_of(request)
    beside = companions(article, frame)
    context = {
        "article": article,
        "companions": beside,
        "head": article_head(article, frame),
        "citation": citation(article, frame),
    }
    page = render(request, "articles/detail.html", context)
    return may_frame(page, [article, *beside.keep_reading])


@require_safe
def genre_detail(request, slug):
    listed = how_many(request, lambda: Article.objects.published().in_genre(OuterRef("pk")))
    genres = Genre.objects.filter(slug=slug)
    genre = only(genres.annotate(listed=listed))
    if genre is None:
        return _moved_or_missing(request)
    listing = page_of(request, Article.objects.in_genre(genre), genre.listed)
    head = list_head(genre.name, "", genre.get_absolute_url(), listing, frame_of(request))
    context = {"genre": genre, "listing": listing, "head": head}
    return render(request, "articles/genre.html", context)


@require_safe
def author_detail(request, slug):
    listed = how_many(request, lambda: Byline.objects.published().filter(author=OuterRef("pk")))
    authors = Author.objects.select_related("portrait")
    author = only(authors.filter(slug=slug).annotate(listed=listed))
    if author is None:
        return _moved_or_missing(request)
    listing = page_of(request, author.bylines.all(), author.listed)
    head = author_head(author, listing, frame_of(request))
    context = {"author": author, "listing": listing, "head": head}
    return render(request, "articles/author.html", context)


@require_safe
def tag_detail(request, slug):
    listed = how_many(request, lambda: TaggedArticle.objects.published().filter(tag=OuterRef("pk")))
    tag = only(Tag.objects.filter(slug=slug).annotate(listed=listed))
    if tag is None:
        return _moved_or_missing(request)
    listing = page_of(request, tag.tagged.all(), tag.listed)
    head = list_head(tag.name, tag.description, tag.get_absolute_url(), listing, frame_of(request))
    return render(request, "articles/tag.html", {"tag": tag, "listing": listing, "head": head})


@require_safe
def corrections(request):
    """All that was put right, newest first."""
    told = Correction.objects.public(Article.objects.published()).with_articles()
    listing = numbered_page(request, Paginator(told, PER_PAGE))
    head = page_head(
        _("Corrections"), "/corrections/", frame_of(request), listing=listing, has_feed=True
    )
    context = {"listing": listing, "head": head}
    return render(request, "articles/corrections.html", context)


@require_safe
def search_results(request):
    """A query, narrowed by section, author, year and genre; odd filters narrow nothing."""
    query = Query.parse(request.GET.get("q", ""))
    filters = Filters.parse(request.GET, frame_of(request))
    results = search(query, filters)
    listing = numbered_page(request, Paginator(results.pks, PER_PAGE))
    hits = shown(query, list(listing))
    context = {
        "query": query,
        "filters": filters,
        "results": results,
        "listing": listing,
        "hits": hits,
        "authors": _chosen(filters, results, hits) or authors_among(results.pks),
        "better": did_you_mean(query) if query and not results else None,
    }
    return render(request, "articles/search.html", context)


def _chosen(filters, results, hits):
    """The author that a search is narrowed to, as what was found names them; none otherwise."""
    bylines = (byline for card, _ in hits for byline in card.derived.get("bylines", ()))
    told = next((byline for byline in bylines if byline["slug"] == filters.author), None)
    return told and [{"slug": told["slug"], "name": told["name"], "count": len(results)}]


@require_safe
def search_suggestions(request):
    """For a script that helps while one types; the search works without it."""
    found = suggestions(request.GET.get("q", ""), frame_of(request))
    return JsonResponse({"suggestions": found})


def not_found(request, exception):
    """What is like the address asked for, or that page itself where only its capitals differ.

    A bare page where the database cannot be asked.
    """
    if request.path.startswith(BARE):
        return HttpResponseNotFound(render_to_string("articles/lost.html"))
    try:
        places = nearest(request.path, frame_of(request))
        if places and places[0].url == request.path.lower() != request.path:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(places[0].url + (f"?{query}" if query else ""))
        newest = Article.objects.published().newest()
        context = {
            "nearest": places,
            "latest": Article.objects.among(newest[:LATEST]).newest().cards(),
        }
        return render(request, "404.html", context, status=404)
    except DatabaseFailure:
        return HttpResponseNotFound(render_to_string("articles/lost.html"))


class Cards(Paginator):
    """Pages of cards: what lies before a page is left out by its keys alone."""

    def __init__(self, listed, count=None):
        super().__init__(listed, PER_PAGE)
        if count is not None:
            self.count = count

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return self._get_page(self.cards(self._keys(start), number), number, self)

    def _keys(self, start):
        """Of one page, from the nearer end of the list: the database walks by all before them."""
        end = start + self.per_page
        behind = max(self.count - end, 0)
        if start <= behind:
            return self.object_list[start:end]
        return self.object_list.reverse()[behind : self.count - start]

    def cards(self, keys, number):
        return Article.objects.published().among(keys).newest().cards()


class SectionCards(Cards):
    """Pages of a section; with the first comes a pool of what else stands there, in one query."""

    def __init__(self, section, count, beside):
        articles = Article.objects.in_section(section)
        super().__init__(articles.published().newest().only_keys(), count)
        self.section, self.beside, self.pool = section, beside, []

    def cards(self, keys, number):
        if number > 1:
            return super().cards(keys, number)
        self.pool = Article.objects.published().among(keys, *self.beside).newest().cards()
        return [card for card in self.pool if card.section_id == self.section.pk][:PER_PAGE]


def only(rows):
    """The one row there can be, or None; first() would put it in order."""
    return next(iter(rows.order_by()), None)


def how_many(request, listed):
    """For an annotation, how many are on the list at this address: counted once an edition.

    The list is given as a function that makes it, since it is seldom asked for.
    """
    known = frame_of(request)["kept"].get(("listed", request.path))
    return listed().counted() if known is None else Value(known)


def page_of(request, listed, count=None):
    """The asked-for page of the published ones on a list, newest first; 404 for any other.

    The count is given where it came along with another query.
    """
    return _page_of(request, Cards(listed.published().newest().only_keys(), count))


def _page_of(request, cards):
    frame_of(request)["kept"]["listed", request.path] = cards.count
    return numbered_page(request, cards)


def numbered_page(request, paginator):
    """The page that the address asks for by ?page=; 404 for what is no page."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 0 < int(text) <= LAST_PAGE):
        raise Http404("No such page.")
    if int(text) > paginator.num_pages:
        raise Http404("No such page.")
    return paginator.page(int(text))


def _moved_or_missing(request):
    target = Redirect.objects.target(request.path)
    if target is None:
        raise Http404("Nothing is at this address.")
    return HttpResponsePermanentRedirect(target)
