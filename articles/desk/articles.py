"""The article’s form in the admin: write, save, publish. Its list stands in article_list.py."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import admin, messages
from django.db import connection
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.desk import answers, autosave, beside, checks, clock, fronts, impact, review
from articles.desk.article_list import ArticleList
from articles.desk.compare import side_by_side
from articles.desk.forms import ArticleForm
from articles.desk.preflight import archive
from articles.desk.rights import NEEDS, may, narrow
from articles.desk.thumbs import shown_by_id
from articles.frame import frame_of
from articles.html import image_ids
from articles.models import Article, Slot
from articles.offers import gone_out


@admin.register(Article)
class ArticleAdmin(ArticleList):
    form = ArticleForm

    # Rights

    def get_queryset(self, request):
        articles = narrow(request.user, super().get_queryset(request)).select_related("section")
        wants_beside = getattr(request, "wants_beside", False)
        return beside.with_beside(articles, request.user) if wants_beside else articles

    def has_module_permission(self, request):
        return may(request.user, "view")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "view", obj)

    def has_add_permission(self, request):
        return may(request.user, "add")

    def has_change_permission(self, request, obj=None):
        return may(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return may(request.user, "delete", obj)

    # The form

    def get_urls(self):
        wrap = self.admin_site.admin_view
        with_form = (answers.unpublish, answers.share, answers.revoke)
        own = [
            path(
                address,
                autosave.kept_past_log_out(wrap(view)) if view in with_form else wrap(view),
                name=f"articles_article_{name}",
            )
            for address, view, name in answers.addresses(self)
            + checks.addresses()
            + review.addresses()
            + fronts.addresses()
            + impact.addresses()
        ]
        add, change = (
            autosave.kept_past_log_out(wrap(view)) for view in (self.add_view, self.change_view)
        )
        own += [
            path("add/", add, name="articles_article_add"),
            path("<path:object_id>/change/", change, name="articles_article_change"),
        ]
        return own + super().get_urls()

    def get_form(self, request, obj=None, change=False, **kwargs):
        genres = [(row["pk"], row["name"]) for row in frame_of(request)["genres"]]
        form, slot = ArticleForm.of(request.user, genres), autosave.asked_for(request, obj)
        return autosave.reopened(form, slot) if slot else form

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": list(ArticleForm.base_fields)})]

    def get_object(self, request, object_id, from_field=None):
        """Who posts a form holds the row, so that two saves come one after the other."""
        request.wants_beside = request.method == "GET"
        article = super().get_object(request, object_id, from_field)
        if article is not None and request.method == "POST" and connection.in_atomic_block:
            return article.lock()
        return article

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.desk_context(request, context["adminform"].form, obj)
        if obj is not None and not may(request.user, "change", obj):
            template = "admin/articles/article/read.html"
            return TemplateResponse(request, template, context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def desk_context(self, request, form, article):
        """What the form's page shows around its fields."""
        now, stored = timezone.now(), self.stored(request, form, article)
        body = form["body"].value() or ""
        wanted = {*image_ids(body), form["lead_image"].value(), form["social_image"].value()}
        pictures = shown_by_id({int(pk) for pk in wanted if str(pk or "").isdigit()})
        return {
            "title": "Write" if article is None else stored.title,
            "subtitle": None,
            "article": stored,
            "allowed": {verb: may(request.user, verb, article) for verb in NEEDS},
            "is_live": stored.is_published(now),
            "is_scheduled": stored.is_scheduled(now),
            "has_left": stored.was_published(now) and not stored.is_published(now),
            "scheduled_for": clock.spoken(stored.published_at) if stored.published_at else "",
            "ends": clock.spoken(stored.unpublish_at) if stored.unpublish_at else "",
            "place": clock.city(),
            "zone": str(timezone.get_current_timezone()),
            "pictures": pictures,
            "overlaps": [side_by_side(one, number) for number, one in enumerate(form.overlaps)],
            "colleague": form.colleague() if form.overlaps else "",
            "newest": form.newest,
            "site_address": settings.SITE_ADDRESS,
            "fronts": fronts.fronts_for(request.user, stored),
            "notes": beside.notes(stored),
            "gone_out": gone_out(stored) if article else [],
            "who": autosave.signed(request.user),
            "offered": self.offered(request, form, article, stored),
            "is_recovered": autosave.asked_for(request, article) is not None,
            "sites": beside.sites(stored),
            "links": beside.links(stored),
            "is_nav_sidebar_enabled": False,
        }

    def stored(self, request, form, article):
        """The article as the database has it, with what stands beside it."""
        if article is None:
            return Article()
        if hasattr(article, "its_notes") and not form.is_bound:
            return article
        articles = Article.objects.select_related("section")
        return beside.with_beside(articles, request.user).get(pk=article.pk)

    def offered(self, request, form, article, stored):
        """What this person typed here and did not save, if it is not what the form shows."""
        if form.is_bound or (article and not stored.its_slots):
            return None
        return autosave.offer(request.user, article, form)

    # Keeping

    def save_form(self, request, form, change):
        return form.instance

    def save_model(self, request, obj, form, change):
        form.keep()
        archive.check([obj.pk])

    def save_related(self, request, form, formsets, change):
        """Bylines, tags and related articles are part of the revision."""

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def log_addition(self, request, obj, message):
        """Revisions and the desk's own log say more than the admin's."""

    log_change = log_addition

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        key = request.POST.get("key", "")
        Slot.objects.drop(request.user, obj, key)
        self.message_user(request, answers.outcome(request, obj), messages.SUCCESS)
        # The script forgets what it kept in the browser once it reads this.
        address = reverse("admin:articles_article_change", args=[obj.pk])
        return HttpResponseRedirect(f"{address}#saved={quote(key)}")
