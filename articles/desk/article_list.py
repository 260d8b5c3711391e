"""The list of articles: what each is, at a glance, and what may be done with several at once."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from articles.desk.forms import ArticleForm
from articles.desk.impact import standings
from articles.desk.paging import BoundedPaginator
from articles.desk.preflight import gate
from articles.desk.rights import may, section_ids, sections_for
from articles.desk.states import STATES, briefly, in_state, state_of, words_for
from articles.frame import frame_of
from articles.models import Article, Author, Byline, Edition, Finding, LogLine
from articles.models import snapshot as snapshots
from articles.models.article_list import LONG_TEXTS
from articles.models.reads import sites_of, with_reads
from articles.offers import RULES
from articles.pictures.markup import jpeg
from articles.search import Query, keys

# More at once would keep an editor waiting, and hardly be meant.
MOST_AT_ONCE = 100
# Of all that a search finds, the list leads to the newest.
MOST_FOUND = 1_000
AUTHOR = Byline._meta.get_field("author")


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES.items()

    def queryset(self, request, queryset):
        return in_state(queryset, self.value()) if self.value() in STATES else queryset


class ChecksFilter(admin.SimpleListFilter):
    title = "checks"
    parameter_name = "checks"

    def lookups(self, request, model_admin):
        chosen = RULES.get(request.GET.get(self.parameter_name))
        kinds = [("errors", "With errors"), ("warnings", "With warnings")]
        return [*kinds, *([(chosen.id, chosen.title)] if chosen else [])]

    def queryset(self, request, queryset):
        findings = Finding.objects.order_by()
        if self.value() in RULES:
            findings = findings.filter(rule=self.value())
        elif self.value() in ("errors", "warnings"):
            findings = findings.filter(is_error=self.value() == "errors")
        else:
            return queryset
        return among(queryset, findings.values("article"))


def among(queryset, keys):
    """Those with one of these keys. The sum keeps SQLite from looking up every row in turn: the
    list's own index has all that it needs."""
    return queryset.alias(key=F("pk") + 0).filter(key__in=keys)


class MineFilter(admin.SimpleListFilter):
    title = "who works on it"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("assigned", "Assigned to me"), ("begun", "Begun by me")]

    def queryset(self, request, queryset):
        if self.value() == "assigned":
            return queryset.filter(assignee=request.user)
        return queryset.filter(created_by=request.user) if self.value() == "begun" else queryset


class SectionFilter(admin.SimpleListFilter):
    title = "section"
    parameter_name = "section"

    def lookups(self, request, model_admin):
        mine, sections = section_ids(request.user), sections_for(request.user)
        return [(str(one.pk), one.name) for one in sections if not mine or one.pk in mine]

    def queryset(self, request, queryset):
        return queryset.filter(section=self.value()) if is_key(self.value()) else queryset


class GenreFilter(admin.SimpleListFilter):
    title = "genre"
    parameter_name = "genre"

    def lookups(self, request, model_admin):
        return [(str(genre["pk"]), genre["name"]) for genre in frame_of(request)["genres"]]

    def queryset(self, request, queryset):
        return queryset.filter(genre=self.value()) if is_key(self.value()) else queryset


class OneAuthor(AutocompleteSelect):
    """Django's chooser, given the row that is chosen instead of asking for it again."""

    def get_context(self, name, value, attrs):
        self.author = value
        return super().get_context(name, value and value.pk, attrs)

    def optgroups(self, name, value, attr=None):
        pairs = [("", "")] + ([(self.author.pk, self.author.name)] if self.author else [])
        options = [
            self.create_option(name, key, label, str(key) in value, place)
            for place, (key, label) in enumerate(pairs)
        ]
        return [(None, options, 0)]


class AuthorFilter(admin.SimpleListFilter):
    """One author of thousands: typed, completed, chosen."""

    title = "author"
    parameter_name = "author"
    template = "admin/articles/article/author_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        key = self.value()
        self.chosen = Author.objects.filter(pk=key).first() if is_key(key) else None
        widget = OneAuthor(AUTHOR, model_admin.admin_site)
        attrs = {"id": "author-filter", "aria-label": "Author", "data-submits": ""}
        self.widget = widget.render(self.parameter_name, self.chosen, attrs)

    def lookups(self, request, model_admin):
        return [("", "")]

    def has_output(self):
        return True

    def choices(self, changelist):
        """What the form must carry along so that the other filters hold."""
        others = changelist.get_filters_params()
        yield {
            "selected": self.value() is None,
            "name": self.chosen,
            "others": [
                (name, value) for name, [value, *_] in others.items() if name != self.parameter_name
            ],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request, queryset):
        if self.chosen is None:
            return queryset
        return among(queryset, Byline.objects.filter(author=self.chosen).values("article"))


def is_key(text):
    return bool(text) and text.isascii() and text.isdigit() and len(text) < 19


class ArticleList(admin.ModelAdmin):
    """The list side of the article's admin; articles.desk.articles adds the form."""

    list_display = ["picture", "headline", "filed_under", "people", "published", "saved", "read"]
    list_display_links = None
    list_filter = [StateFilter, SectionFilter, MineFilter, GenreFilter, AuthorFilter, ChecksFilter]
    list_per_page = 50
    list_max_show_all = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    ordering = ["-saved_at"]
    # One order, whose index holds all that the filters ask.
    sortable_by = ["saved"]
    # Non-empty, so that the search box is drawn; the index of full texts does the searching.
    search_fields = ["title"]
    search_help_text = "Words of the headline or the text, names, tags"
    actions = ["publish_now", "unpublish_now"]
    # The form says where readers find it.
    view_on_site = False

    def lookup_allowed(self, lookup, value, request=None):
        """No patterns of one's own: a wrong one is an error, and a bad one never ends."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, {"title": "Articles", **(extra_context or {})})
        if "media" in (getattr(response, "context_data", None) or {}):
            response.context_data["media"] += AutocompleteSelect(AUTHOR, self.admin_site).media
        return response

    def get_changelist(self, request, **kwargs):
        return Listing

    def get_search_results(self, request, queryset, search_term):
        query = Query.parse(search_term)
        if not query:
            return queryset, False
        found = keys(query, MOST_FOUND)
        request.has_more_found = len(found) == MOST_FOUND
        return queryset.filter(pk__in=found), False

    # Columns

    @admin.display(description="")
    def picture(self, article):
        thumb = jpeg(article.lead_image, width=320, ratio="3x2") if article.lead_image else None
        if thumb is None:
            return format_html('<span class="{}"></span>', "thumb thumb-none")
        return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', thumb.url)

    @admin.display(description="headline")
    def headline(self, article):
        return format_html(
            '<a href="{}">{}</a> <span class="state state-{}">{}</span>',
            reverse("admin:articles_article_change", args=[article.pk]),
            Truncator(article.title).chars(110),
            state_of(article),
            words_for(article),
        )

    @admin.display(description="section")
    def filed_under(self, article):
        if article.genre is None:
            return article.section.name
        return format_html(
            '{} <span class="quiet">{}</span>', article.section.name, article.genre.name
        )

    @admin.display(description="authors")
    def people(self, article):
        return ", ".join(byline["name"] for byline in article.derived.get("bylines", [])) or "–"

    @admin.display(description="published", empty_value="–")
    def published(self, article):
        return briefly(article.published_at) if article.published_at else None

    @admin.display(description="saved", ordering="saved_at")
    def saved(self, article):
        return briefly(article.saved_at)

    @admin.display(description="read")
    def read(self, article):
        return render_to_string("admin/desk/_reads.html", {"article": article})

    # Actions: one article at a time, each by its own rights, through the verbs of the form

    def has_publish_permission(self, request):
        return may(request.user, "publish")

    @admin.action(description="Publish now", permissions=["publish"])
    def publish_now(self, request, queryset):
        self.each(request, queryset, "publish", publish, "Published")

    @admin.action(description="Unpublish", permissions=["publish"])
    def unpublish_now(self, request, queryset):
        self.each(request, queryset, "unpublish", unpublish, "Unpublished")

    # Removal: the page that asks says what stands on it

    def delete_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, unquote(object_id))
        found = standings(article, request.user) if article else []
        return super().delete_view(
            request, object_id, {"standings": found, **(extra_context or {})}
        )

    def delete_model(self, request, obj):
        with transaction.atomic():
            LogLine.objects.write(obj, "deleted", request.user)
            super().delete_model(request, obj)
            Edition.objects.move()

    def each(self, request, queryset, verb, act, done):
        """Do it to each that may be done, and say what could not be done and why."""
        articles = list(queryset.select_related("section")[: MOST_AT_ONCE + 1])
        if len(articles) > MOST_AT_ONCE:
            text = f"Nothing was done: choose at most {MOST_AT_ONCE} articles at once."
            return self.message_user(request, text, messages.WARNING)
        count = 0
        for article in articles:
            try:
                if not may(request.user, verb, article):
                    raise Refused("it is not yours to change")
                act(article, request.user)
                count += 1
            except Refused as refusal:
                text = f"“{article.title}” stays as it is: {refusal}."
                self.message_user(request, text, messages.WARNING)
        if count:
            self.message_user(request, f"{done}: {count}.", messages.SUCCESS)


class Refused(Exception):
    """Why one article of several could not be done, as the end of a sentence."""


def publish(article, by):
    with transaction.atomic():
        article = article.lock()
        if article.is_published() and not article.has_pending_changes():
            raise Refused("it is live already, with nothing new in it")
        try:
            newest = article.revisions.first()
            content = newest.current_snapshot() if newest else snapshots.take(article)
        except snapshots.TooOld as problem:
            raise Refused(str(problem).rstrip(".")) from None
        # Since it was saved, its section may have gone, or its address been taken.
        form = ArticleForm.again(by, article, content)
        if not form.is_valid():
            raise Refused(form.sentences().rstrip("."))
        errors = gate.in_the_way(content, article)
        if errors:
            raise Refused(" ".join(error.sentence for error in errors).rstrip("."))
        article.publish(by)


def unpublish(article, by):
    with transaction.atomic():
        article = article.lock()
        if not (article.is_published() or article.is_scheduled()):
            raise Refused("readers do not see it anyway")
        article.unpublish(by, reason="Several at once, from the list.")


class Listing(ChangeList):
    """Finds the page's rows in an index, then loads what they show: no text, whatever the size."""

    def get_results(self, request):
        super().get_results(request)
        self.most_found = MOST_FOUND if getattr(request, "has_more_found", False) else None
        keys = list(self.result_list.values_list("pk", flat=True))
        shown = Article.objects.select_related("section", "genre", "lead_image")
        rows = with_reads(shown.defer(*LONG_TEXTS)).in_bulk(keys)
        sites = sites_of([key for key, article in rows.items() if article.reads_all])
        for key, article in rows.items():
            article.sites = sites.get(key, ())
        self.result_list = [rows[key] for key in keys if key in rows]
