"""The article's form: it opens the newest revision, and what it holds becomes the next one."""

import json
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify

from articles import html
from articles.desk import beside, clock
from articles.desk.fields import (
    ArticlesField,
    AuthorsField,
    BodyField,
    NewsroomTimeField,
    PictureField,
    RowField,
    TagsField,
)
from articles.desk.merge import merge
from articles.desk.preflight import gate
from articles.desk.rights import known_to, may, may_file_under, sections_for
from articles.desk.stages import move
from articles.desk.widgets import GrowingText
from articles.html.tree import UNTURNED
from articles.models import Article, Genre, Note, Section, snapshot
from articles.models.snapshot import LINKS, LISTS, PLAIN

# What a submit button asks for beside keeping the text, and the right that it needs.
VERBS = {
    "_publish": "publish",
    "_submit": "submit",
    "_return": "approve",
    "_approve": "approve",
}
MOST_OVERLAPS = 200


def _replaced(text, old, new):
    """The text with one part replaced; where that part is gone, the new one ends the text."""
    return text.replace(old, new, 1) if old and old in text else text + new


class ArticleForm(forms.ModelForm):
    # Who fills it in, and the labels as (key, name) where they are at hand: see of().
    user, genres = None, None

    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    body = BodyField(label="Text")
    bylines = AuthorsField(label="Authors")
    tags = TagsField(label="Tags")
    related = ArticlesField(label="Read next")
    lead_image = PictureField(label="Lead picture")
    social_image = PictureField(label="Picture for shared links")
    slug = forms.CharField(label="Web address", required=False, max_length=120)
    canonical_url = forms.URLField(
        label="Its address there",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Search engines are sent there.",
    )
    publish_at = NewsroomTimeField(label="Publish at", show_hidden_initial=True)
    unpublish_at = NewsroomTimeField(label="Take down at", show_hidden_initial=True)
    planned_on = forms.DateField(
        label="Planned for",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        show_hidden_initial=True,
    )
    section = RowField(
        Section.objects.all(),
        error_messages={
            "required": "Choose the section it stands in.",
            "invalid_choice": "Its section is there no longer. Choose another.",
        },
    )
    genre = RowField(
        Genre.objects.all(),
        label="Label",
        required=False,
        empty_label="No label",
        error_messages={"invalid_choice": "Its label is there no longer. Choose another, or none."},
    )
    assignee = RowField(get_user_model().objects.none(), required=False, show_hidden_initial=True)
    material = forms.BooleanField(
        label="Tell readers that it changed",
        required=False,
        help_text="Shows “Updated” and a date.",
    )
    label = forms.CharField(
        label="Name this version", required=False, max_length=120, help_text="“Sent to legal”."
    )
    note = forms.CharField(
        label="Note to colleagues", required=False, max_length=4000, widget=GrowingText(2)
    )

    override = forms.CharField(
        label="Publish in spite of the errors, because",
        required=False,
        max_length=300,
        help_text="The reason is kept in the log.",
    )

    class Meta:
        model = Article
        fields = [*PLAIN, *LINKS, "planned_on", "assignee"]
        widgets = {
            "title": GrowingText(placeholder="Headline"),
            "dek": GrowingText(placeholder="The sentence under the headline"),
            "lead_caption": GrowingText(placeholder="Caption for this place"),
            "disclosure": GrowingText(),
        }
        error_messages = {"title": {"required": "Give it a headline, if only a working one."}}

    @classmethod
    def of(cls, user, genres=None):
        """The form as this person gets it."""
        return type(cls.__name__, (cls,), {"user": user, "genres": genres})

    @classmethod
    def again(cls, user, article, content):
        """The form as if this content had been typed into it now: today's rules hold."""
        blank = cls.of(user)(instance=article)
        data = QueryDict(mutable=True)
        for name in (*PLAIN, *LINKS, *LISTS):
            shown = blank.fields[name].prepare_value(content.get(name))
            data[name] = "" if shown is None else str(shown)
        data["base"] = str(article.version)
        return cls.of(user)(data, instance=Article.objects.get(pk=article.pk))

    def sentences(self):
        """All that is wrong with what it holds, one after the other."""
        return " ".join(error for errors in self.errors.values() for error in errors)

    def __init__(self, *args, **kwargs):
        initial = kwargs.pop("initial", None) or {}
        super().__init__(*args, **kwargs)
        article = self.instance
        self.merged_with = None
        self.overridden = []
        self.overlaps = []
        self.newest = article.revisions.first() if article.pk else None
        self.initial |= self._opened(article) | initial
        self._choose(article)
        # Its place on the sheet says it.
        self.fields["dek"].help_text = ""

    def _opened(self, article):
        """What the fields show before anything is typed: the newest revision."""
        opened = {"base": article.version, "key": "" if article.pk else str(uuid4())}
        if self.newest is not None:
            opened |= self.newest.current_snapshot()
        elif article.pk:
            opened |= snapshot.take(article)
        now = timezone.now()
        wishes = {"publish_at": article.published_at, "unpublish_at": article.unpublish_at}
        # A time that has passed is no wish.
        opened |= {name: at if at and at > now else None for name, at in wishes.items()}
        return opened

    def _choose(self, article):
        self.fields["related"].known = known_to(self.user)
        self.fields["related"].kept = self.initial.get("related") or ()
        assignee = self.fields["assignee"]
        assignee.queryset = beside.staff().order_by("username")
        # From the rows at hand, here and below: the database is not asked again.
        if known := beside.colleagues(article):
            assignee.choices = [("", assignee.empty_label), *known]
        genre = self.fields["genre"]
        if self.genres is not None and self.initial.get("genre") in {None, *dict(self.genres)}:
            genre.choices = [("", genre.empty_label), *self.genres]
        self._choose_section({article.section_id, self.initial.get("section")} - {None})

    def _choose_section(self, kept):
        """Those that the writer may file under, and the one where it stands."""
        sections = sections_for(self.user)
        allowed = {s.pk for s in sections if may_file_under(self.user, s.pk)}
        field = self.fields["section"]
        field.queryset = Section.objects.filter(pk__in=allowed | kept)
        shown = [(s.pk, str(s)) for s in sections if s.pk in allowed | kept]
        field.choices = shown if len(allowed) == 1 else [("", "Section"), *shown]

    # Cleaning

    def clean_title(self):
        """One line of letters that can be seen, and so clicked."""
        title = " ".join(self.cleaned_data["title"].translate(UNTURNED).split())
        if not any(letter.isprintable() for letter in title):
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title

    def clean_slug(self):
        """An address of its own; one left empty is made from the headline."""
        typed = self.cleaned_data["slug"].strip().strip("/").rpartition("/")[2]
        slug = slugify(typed)[:120].strip("-")
        if typed and not slug:
            raise ValidationError("Write the web address with letters a–z, digits and hyphens.")
        if not typed:
            return self._free_slug()
        other = Article.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise ValidationError(
                f"“{other.title}” has the web address “{slug}” already. Choose another."
            )
        return slug

    def _free_slug(self):
        stem = slugify(self.cleaned_data.get("title", ""))[:110].strip("-") or "article"
        taken = set(
            Article.objects.filter(slug__startswith=stem)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        return next(
            slug
            for slug in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
            if slug not in taken
        )

    def clean_section(self):
        section = self.cleaned_data["section"]
        stays = section is not None and section.pk == self.instance.section_id
        if section and not stays and not may_file_under(self.user, section.pk):
            raise ValidationError("You edit other sections: choose one of yours.")
        return section

    def clean_related(self):
        return [pk for pk in self.cleaned_data["related"] if pk != self.instance.pk]

    def clean(self):
        super().clean()
        for name in PLAIN:
            if isinstance(value := self.cleaned_data.get(name), str):
                self.cleaned_data[name] = value.translate(UNTURNED)
        if not self.errors:
            self._decide()
            self._catch_up()
        end, begin = self.cleaned_data.get("unpublish_at"), self.cleaned_data.get("publish_at")
        if end and begin and end <= begin:
            self.add_error("unpublish_at", "It would be taken down before it is published.")
        if self.verb != "save" and not self._may(self.verb):
            self.add_error(None, "You may not do that with this article.")
        elif self.verb == "publish":
            self._check_publication()
        return self.cleaned_data

    def _may(self, verb):
        """Asked of the row as it stands, before anything typed is put into it."""
        return may(self.user, verb, self.instance if self.instance.pk else None)

    @property
    def verb(self):
        return next((verb for name, verb in VERBS.items() if name in self.data), "save")

    def _check_publication(self):
        """Both the section that it leaves and the one that it goes to must be the user's."""
        section, end = self.cleaned_data.get("section"), self.cleaned_data.get("unpublish_at")
        if section and not may_file_under(self.user, section.pk):
            self.add_error("section", "You may not publish in this section.")
        begin = self.cleaned_data.get("publish_at")
        is_new = not self.instance.was_published(timezone.now())
        if is_new and begin and begin <= timezone.now() and "publish_at" in self.changed_data:
            self.add_error(
                "publish_at",
                "That time has passed. Leave it empty to publish now, or choose another.",
            )
        if end and end <= timezone.now() and "unpublish_at" in self.changed_data:
            self.add_error(
                "unpublish_at", "That time has passed. Leave it empty, or choose another."
            )
        if not self.errors:
            self._pass_the_checks()

    def _pass_the_checks(self):
        """An error stops it, unless a person with the right gives a reason."""
        errors = gate.in_the_way(self.content(), self.instance)
        if self.cleaned_data["override"].strip() and self._may("override"):
            self.overridden = errors
        else:
            for sentence in gate.sentences(errors):
                self.add_error(None, sentence)

    def content(self):
        """What was typed, as the snapshot that a revision keeps."""
        data = self.cleaned_data
        content = {name: data[name] for name in PLAIN}
        content |= {name: data[name].pk if data[name] else None for name in LINKS}
        return content | {name: list(data[name]) for name in LISTS}

    def typed(self):
        """As much of the content as can be read, for a preview: wrong fields stay as saved."""
        self.newest = None
        self.is_valid()
        content = {name: self.initial.get(name, "") for name in (*PLAIN, *LINKS, *LISTS)}
        for name in set(content) & set(self.cleaned_data):
            value = self.cleaned_data[name]
            content[name] = getattr(value, "pk", None) if name in LINKS else value
        return content

    # Two editors

    def _decide(self):
        """What the writer chose where both had changed something."""
        for number in range(MOST_OVERLAPS):
            chosen = self.data.get(f"take-{number}")
            if chosen is None:
                break
            if chosen in ("theirs", "both"):
                self._take(self.data.get(f"overlap-{number}", ""), both=chosen == "both")

    def _take(self, kept, *, both):
        try:
            overlap = json.loads(kept)
            name, theirs, mine = overlap["name"], overlap["theirs"], overlap["mine"]
            if name == "body":
                theirs = f"{mine}{theirs}" if both else theirs
                self._set(name, html.clean(_replaced(self.cleaned_data["body"], mine, theirs)))
            elif name in (*PLAIN, *LINKS, *LISTS):
                field = self.fields[name]
                shown = field.prepare_value(theirs)
                self._set(name, field.clean("" if shown is None else str(shown)))
        except (ValueError, KeyError, TypeError, ValidationError):
            self.add_error(None, "What was chosen there can no longer be read: choose again.")

    def _catch_up(self):
        """Join what others saved since this form was opened; show what cannot be joined."""
        base = self.cleaned_data.get("base") or 0
        if self.newest is None or base == self.newest.number:
            return
        known = base < self.newest.number
        opened = self.instance.revisions.filter(number=base).first() if known else None
        merged = merge(
            opened.current_snapshot() if opened else {},
            self.newest.current_snapshot(),
            self.content(),
        )
        self.merged_with, self.overlaps = self.newest, merged.overlaps
        for name, value in merged.content.items():
            self._set(name, value)
        self._show("base", self.newest.number)
        for name in dict.fromkeys(overlap.name for overlap in merged.overlaps):
            self.add_error(name, f"{self.colleague()} changed this too. Keep one, or both.")

    def colleague(self):
        by = self.newest.by
        return (by.get_full_name() or by.get_username()) if by else "Somebody"

    def _set(self, name, value):
        """Put a value as a snapshot has it, or a row, in the place of what was typed."""
        field = self.fields[name]
        if name in ("section", "genre") and isinstance(value, int):
            value = field.queryset.filter(pk=value).first()
        elif name in LINKS and isinstance(value, int):
            value = field.clean(str(value))
        self.cleaned_data[name] = value
        self._show(name, value)

    def _show(self, name, value):
        """Make the form show this value when it is shown again."""
        if not getattr(self.data, "_mutable", True):
            self.data = self.data.copy()
        shown = self.fields[name].prepare_value(value)
        self.data[self.add_prefix(name)] = "" if shown is None else shown

    # Keeping

    def keep(self):
        """Write a revision, and do what the button asked for; one transaction with the caller's."""
        article, content = self.instance, self.content()
        if article.pk is None:
            article.created_by = self.user
            if not may(self.user, "approve", article):  # as _move() has it of later saves
                article.assignee = article.planned_on = None
            article.save()
        self.revision = self._write(article, content)
        self._note(article)
        self._move(article)
        if self.verb == "publish":
            self._publish(article)
        return article

    def _write(self, article, content):
        label = self.cleaned_data["label"]
        if self.newest and not label and self.newest.current_snapshot() == content:
            article.refresh_from_db()
            return self.newest
        kind = "merge" if self.merged_with else "save"
        base = self.newest.number if self.newest else 0
        return article.save_revision(content, self.user, base=base, label=label, kind=kind)

    def _note(self, article):
        text = self.cleaned_data["note"].strip()
        if text and may(self.user, "note", article):
            Note.objects.create(article=article, by=self.user, text=text)

    def _move(self, article):
        """The article's place in the newsroom: its stage, who has it, for which day."""
        changed = {}
        if may(self.user, "approve", article):
            names = {"assignee", "planned_on"} & set(self.changed_data)
            changed = {name: self.cleaned_data[name] for name in names}
        for name in ("submit", "return", "approve"):
            if f"_{name}" in self.data and may(self.user, VERBS[f"_{name}"], article):
                move(article, name, self.user)
        if changed:
            Article.objects.filter(pk=article.pk).update(**changed)
        article.refresh_from_db()

    def _publish(self, article):
        at, now = self.cleaned_data["publish_at"], timezone.now()
        if "publish_at" not in self.changed_data and article.is_scheduled(now):
            # Of an hour that the clocks tell twice, the field cannot say which.
            at = article.published_at
        article.publish(
            self.user,
            at if at and at > now else None,
            material=self.cleaned_data["material"],
        )
        gate.keep_reason(article, self.overridden, self.cleaned_data["override"], self.user)
        if "unpublish_at" in self.changed_data:
            article.end(self.user, self.cleaned_data["unpublish_at"])

    def publish_label(self):
        """What the button will do with the times as they stand in the form."""
        article, now = self.instance, timezone.now()
        if article.pk and article.is_published(now):
            return "Publish update"
        at = self["publish_at"].initial
        return f"Publish {clock.spoken(at, now)}" if at and at > now else "Publish now"
