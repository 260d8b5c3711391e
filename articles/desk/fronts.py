"""The fronts, arranged by hand: what stands first on the home page and in each section."""

import hashlib
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.desk import beside
from articles.desk.autosave import back_to_form
from articles.desk.fields import NewsroomTimeField
from articles.desk.rights import known_to, may, narrow, section_ids
from articles.desk.screens import screen
from articles.desk.states import words_for
from articles.desk.versions import article_for
from articles.desk.widgets import ArticleChooser
from articles.frame import frame_of, in_its_language
from articles.framing import shown_in_our_frame
from articles.fronts import PER_PAGE, home_front, pinned, pinned_first
from articles.head import home_head, list_head
from articles.models import Article, Edition, Pin, Section
from articles.models.article_list import LONG_TEXTS

# More is no choice any more.
MOST = 12
# The places that one pins to from an article.
PLACES = range(1, 6)


class TimesForm(forms.Form):
    """When a slot stands; empty: from now, for good."""

    starts_at = NewsroomTimeField()
    ends_at = NewsroomTimeField()

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "It would end before it begins.")
        return cleaned


@dataclass
class Slot:
    """A place of the front as the form shows it."""

    article: Article
    starts_at: str = ""
    ends_at: str = ""
    errors: list = field(default_factory=list)
    times: dict = field(default_factory=dict)

    @property
    def words(self):
        return words_for(self.article)

    def stands(self, at):
        begun = self.times["starts_at"] is None or self.times["starts_at"] <= at
        return begun and (self.times["ends_at"] is None or at < self.times["ends_at"])

    def check(self):
        form = TimesForm({"starts_at": self.starts_at, "ends_at": self.ends_at})
        form.is_valid()
        self.errors = [error for errors in form.errors.values() for error in errors]
        self.times = form.cleaned_data
        return not self.errors


def may_curate(user):
    return may(user, "curate")


def may_curate_front(user, section):
    """The home page is for those who edit every section."""
    limits = section_ids(user)
    return may_curate(user) and (not limits or (section is not None and section.pk in limits))


@screen("fronts/", "fronts", allowed=may_curate, label="Fronts", group="Articles")
def home(request):
    if not may_curate_front(request.user, None):
        first = Section.objects.filter(pk__in=section_ids(request.user)).order_by("order").first()
        return HttpResponseRedirect(reverse("admin:front", args=[first.pk]))
    return _front(request, None)


@screen("fronts/<int:pk>/", "front", allowed=may_curate)
def of_section(request, pk):
    section = get_object_or_404(Section, pk=pk)
    if not may_curate_front(request.user, section):
        raise PermissionDenied
    return _front(request, section)


def _front(request, section):
    """Show it, move something in it, or save it."""
    if request.method != "POST":
        return _page(request, section, _standing(section))
    slots, act = _typed(request, section), request.POST.get("do", "save")
    if act != "save":
        return _page(request, section, _moved(request, section, slots, act), _seen(request))
    return _save(request, section, slots)


def _save(request, section, slots):
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=1)
        if _seen(request) != _mark(section):
            messages.warning(
                request,
                "A colleague has arranged this front meanwhile. This is how you had it: "
                "save it again if it is to stand.",
            )
            return _page(request, section, slots)
        # Each is asked, so that all that is wrong is said at once.
        sound = [slot.check() for slot in slots]
        if not all(sound):
            return _page(request, section, slots, _seen(request))
        chosen = [(slot.article, slot.times["starts_at"], slot.times["ends_at"]) for slot in slots]
        Pin.objects.arrange(section, chosen, request.user)
    messages.success(request, "The front is as you arranged it, and readers see it.")
    return HttpResponseRedirect(request.path)


def _standing(section):
    """The front's slots as they are kept, those of articles that no longer stand too."""
    shown = NewsroomTimeField().prepare_value
    pins = Pin.objects.on_front(section).select_related("article__section", "article__lead_image")
    return [
        Slot(pin.article, shown(pin.starts_at) or "", shown(pin.ends_at) or "")
        for pin in pins.defer(*(f"article__{name}" for name in LONG_TEXTS))
    ]


def _typed(request, section):
    """The slots as the form sends them; what this person may not know of is left out."""
    post = request.POST
    names = ("article", "starts_at", "ends_at")
    rows = list(zip(*(post.getlist(name) for name in names), strict=False))[: MOST + 1]
    articles = _articles(request.user, section, [key for key, *_ in rows])
    slots = {}
    for key, starts_at, ends_at in rows:
        if key in articles:
            slots.setdefault(key, Slot(articles[key], starts_at[:30], ends_at[:30]))
    return list(slots.values())[:MOST]


def _articles(user, section, keys):
    """Those of the keys, as typed, that the user may know of or that stand on this front."""
    asked = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    pinned = Pin.objects.on_front(section).values("article")
    rows = known_to(user) | Article.objects.filter(pk__in=pinned)
    rows = rows.select_related("section", "lead_image").defer(*LONG_TEXTS)
    return {str(pk): article for pk, article in rows.in_bulk(asked).items()}


def _moved(request, section, slots, act):
    """The slots after a button without a script: up:2, down:2, remove:2, add."""
    verb, _, number = act.partition(":")
    place = int(number) if number.isdigit() and len(number) < 4 else -1
    if verb == "add":
        key = request.POST.get("added", "")
        allowed = narrow(request.user, Article.objects.all())
        found = _articles(request.user, section, [key])
        if key in found and allowed.filter(pk=key).exists():
            others = [slot for slot in slots if slot.article.pk != found[key].pk]
            return [*others, Slot(found[key])][:MOST]
    elif 0 <= place < len(slots):
        slot = slots.pop(place)
        if verb in ("up", "down"):
            slots.insert(max(0, place + (1 if verb == "down" else -1)), slot)
    return slots


def _seen(request):
    return request.POST.get("seen", "")


def _mark(section):
    """What the front is now, in a few letters: whoever saves must have seen it."""
    pins = Pin.objects.on_front(section).values_list("article", "starts_at", "ends_at")
    return hashlib.sha256(repr(list(pins)).encode()).hexdigest()[:16]


def _page(request, section, slots, seen=None):
    limits, chooser = section_ids(request.user), article_chooser()
    sections = Section.objects.order_by("order", "name")
    context = {
        **admin.site.each_context(request),
        "title": "Fronts",
        "section": section,
        "sections": sections.filter(pk__in=limits) if limits else sections,
        "may_home": not limits,
        "slots": slots,
        "seen": seen or _mark(section),
        "most": MOST,
        "zone": str(timezone.get_current_timezone()).rpartition("/")[2].replace("_", " "),
        "chooser": chooser.render("added", None, {"id": "added", "aria-label": "Article"}),
        "media": chooser.media,
        "preview": reverse("admin:front_preview", args=[section.pk if section else 0]),
    }
    return TemplateResponse(request, "admin/articles/fronts.html", context)


@screen("fronts/<int:pk>/preview/", "front_preview", allowed=may_curate)
def preview(request, pk):
    """The front as it stands or, on POST, as it is being arranged."""
    section = get_object_or_404(Section, pk=pk) if pk else None
    if not may_curate_front(request.user, section):
        raise PermissionDenied
    return _preview(
        request, section, _typed(request, section) if request.method == "POST" else None
    )


@shown_in_our_frame
def _preview(request, section, slots):
    """The public page with these slots, at the time that is asked for."""
    at = _asked_time(request)
    frame = frame_of(request)
    pins = pinned(frame, section.pk if section else None, at)
    if slots is not None:
        pins = _standing_then([slot for slot in slots if slot.check()], at)
    if section is None:
        context = {"front": home_front(frame, pins, at), "head": home_head(frame)}
        page = "articles/home.html"
    else:
        published = Article.objects.published(at)
        articles = published.in_section(section).with_bylines().newest()
        listing = Paginator(articles, PER_PAGE).page(1)
        path = section.get_absolute_url()
        head = list_head(section.name, section.description, path, listing, frame)
        context = {"section": section, "listing": listing, "head": head}
        top = published.filter(pk__in=pins).cards()
        context["articles"] = pinned_first(listing, pins, top)
        page = "articles/section.html"
    with in_its_language(request):
        response = render(request, page, context)
    response["Cache-Control"] = "no-store, private"
    return response


def article_chooser():
    """Django's chooser of one article among many, by words of it."""
    widget = ArticleChooser(Pin._meta.get_field("article"), admin.site)
    widget.choices = forms.ModelChoiceField(Article.objects.none()).choices
    return widget


def _asked_time(request):
    form = TimesForm({"starts_at": request.POST.get("at", "")})
    return form.cleaned_data.get("starts_at") if form.is_valid() else None


def _standing_then(slots, at):
    """Keys of the articles of those slots whose time it is."""
    then = at or timezone.now()
    return [slot.article.pk for slot in slots if slot.stands(then)]


def fronts_for(user, article):
    """The fronts that this person may pin the article to, and its place there."""
    if article.pk is None or article.published_at is None:
        return []
    places = beside.places(article)
    fronts = [("home", None, "Home page"), ("section", article.section, article.section.name)]
    return [
        {
            "key": key,
            "name": name,
            "place": places.get(section and section.pk),
            "places": PLACES,
        }
        for key, section, name in fronts
        if may_curate_front(user, section)
    ]


def addresses():
    return [("<int:pk>/pin/", pin, "pin")]


@require_POST
def pin(request, pk):
    """Pin an article to a place of a front, or take it off, from its own form."""
    article = article_for(request, "curate", pk)
    asked = request.POST.get("pin", "")
    front, _, place = asked.partition(":")
    section = None if front == "home" else article.section
    if front not in ("home", "section") or place not in {"0", *map(str, PLACES)}:
        raise PermissionDenied
    if not may_curate_front(request.user, section):
        raise PermissionDenied
    Pin.objects.put(article, section, int(place), request.user)
    where = section.name if section else "the home page"
    done = f"pinned to place {place} of {where}" if place != "0" else f"taken off {where}"
    messages.success(request, f"“{article.title}” is {done}.")
    return back_to_form(request, article)
