"""Tags: renamed and merged without a lost reader or a lost article."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.desk.base import DeskAdmin
from articles.models import Article, Edition, LogLine, Tag, TaggedArticle
from articles.models.tag import split_tags
from articles.rederiving import rederive, strike

MOST_MERGED = 20
SHOWN = 8


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name", "slug", "description"]
        widgets = {"description": forms.Textarea({"rows": 3})}

    def clean_name(self):
        names = split_tags(self.cleaned_data["name"])
        if len(names) != 1:
            raise ValidationError("One tag at a time: commas and semicolons separate tags.")
        other = Tag.objects.filter(name__iexact=names[0]).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"There is a tag “{other}” already. Merge the two instead.")
        return names[0]


class UsedFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("yes", "Used"), ("no", "Not used")]

    def queryset(self, request, queryset):
        used = Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")))
        if self.value() == "yes":
            return queryset.filter(used)
        return queryset.filter(~used) if self.value() == "no" else queryset


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    has_impact = True
    form = TagForm
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "articles"]
    list_filter = [UsedFilter]
    search_fields = ["name"]
    search_help_text = "Name"
    sortable_by = ["name"]
    readonly_fields = ["known_as"]
    actions = ["merge"]

    def get_fieldsets(self, request, obj=None):
        fields = ["name", "slug", "description"]
        return [(None, {"fields": [*fields, "known_as"] if obj else fields})]

    def get_urls(self):
        merging = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", merging, name="articles_tag_merge"), *super().get_urls()]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        counts = _counts([tag.pk for tag in changelist.result_list])
        for tag in changelist.result_list:
            tag.article_count = counts.get(tag.pk, 0)
        return changelist

    @admin.display(description="articles")
    def articles(self, tag):
        return tag.article_count

    @admin.display(description="Also known as")
    def known_as(self, tag):
        names = ", ".join(tag.former_names.values_list("name", flat=True))
        return names or "No former names."

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.former_names.filter(name=obj.name.casefold()).delete()
        if change and "name" in form.changed_data:
            obj.remember(form.initial["name"])

    def follow_up(self, request, obj, changed):
        if changed and {"name", "slug"} & set(changed):
            rederive(Article.objects.tagged_with(obj))

    def delete_model(self, request, obj):
        """No article goes on naming it, nor does its next update bring it back."""
        with transaction.atomic():
            strike(obj, request.user)
            Edition.objects.move()

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description="Merge into one tag …", permissions=["merge"])
    def merge(self, request, queryset):
        pks = list(queryset.values_list("pk", flat=True)[: MOST_MERGED + 1])
        if not 2 <= len(pks) <= MOST_MERGED:
            return self.message_user(
                request, f"Choose between 2 and {MOST_MERGED} tags to merge.", messages.WARNING
            )
        chosen = "&".join(f"tag={pk}" for pk in pks)
        return redirect(f"{reverse('admin:articles_tag_merge')}?{chosen}")

    def merge_view(self, request):
        """What a merge would do, and on POST the merge."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        tags = _chosen(request)
        if len(tags) < 2:
            self.message_user(request, "Choose at least two tags to merge.", messages.WARNING)
            return redirect("admin:articles_tag_changelist")
        if request.method == "POST":
            into = [tag for tag in tags if str(tag.pk) == request.POST.get("into")]
            if into:
                return self._merge(request, into[0], [tag for tag in tags if tag != into[0]])
        return TemplateResponse(request, "admin/articles/tag/merge.html", self._plan(request, tags))

    def _plan(self, request, tags):
        articles = Article.objects.filter(tagged__tag__in=tags).distinct()
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Merge tags",
            "tags": tags,
            "into": max(tags, key=lambda tag: tag.article_count),
            "total": articles.count(),
            "some": articles.newest().with_bylines()[:SHOWN],
        }

    def _merge(self, request, into, others):
        names = ", ".join(f"“{tag}”" for tag in others)
        with transaction.atomic():
            changed = into.absorb(others, by=request.user)
            rederive(Article.objects.filter(pk__in=changed))
            LogLine.objects.remark(into, "merged into", request.user, detail=f"From {names}.")
            Edition.objects.move()
        self.message_user(
            request,
            f"{names} merged into “{into}”. Articles: {len(changed)}. Old addresses lead there.",
            messages.SUCCESS,
        )
        return redirect("admin:articles_tag_changelist")


def _chosen(request):
    given = request.POST if request.method == "POST" else request.GET
    pks = [int(pk) for pk in given.getlist("tag") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    tags = list(Tag.objects.filter(pk__in=pks[:MOST_MERGED]))
    counts = _counts([tag.pk for tag in tags])
    for tag in tags:
        tag.article_count = counts.get(tag.pk, 0)
    return tags


def _counts(pks):
    """How many articles bear each of these tags."""
    rows = (
        TaggedArticle.objects.filter(tag__in=pks).order_by().values("tag").annotate(n=Count("pk"))
    )
    return {row["tag"]: row["n"] for row in rows}
