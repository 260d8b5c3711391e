"""Form fields of the desk: lists of names, pictures, times of the newsroom."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import html
from articles.desk.thumbs import LARGEST
from articles.desk.widgets import BodyWidget, ListWidget, PictureWidget, TagsWidget, TimeWidget
from articles.models import Article, Author, Image, Tag
from articles.models.tag import split_tags
from articles.search import Query, newest_begun

# Articles with the same words around their headlines, among which one is looked for.
NAMESAKES = 500

_NUMBERED = re.compile(r"(?:.*\s)?\[(\d{1,19})\]|(\d{1,19})", re.DOTALL)


def number_in(line):
    """The number that ends a line such as “Ada Lovelace [12]”, or None."""
    found = _NUMBERED.fullmatch(line)
    number = int(found[1] or found[2]) if found else 0
    return number if 0 < number <= LARGEST else None


class RowField(forms.ModelChoiceField):
    """One row of a short list."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except OverflowError:
            # SQLite cannot even ask for so large a key.
            raise ValidationError(self.error_messages["invalid_choice"]) from None


class OrderedField(forms.CharField):
    """Rows in a chosen order, one a line: a name, or a name and its number in brackets."""

    most = 30

    def __init__(self, **kwargs):
        widget = ListWidget(self.source, self.placeholder)
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value):
        """The lines for these keys; what was typed stays as it was typed."""
        if isinstance(value, list):
            rows = self.rows().in_bulk([pk for pk in value if isinstance(pk, int)])
            return "\n".join(f"{self.name_of(rows[pk])} [{pk}]" for pk in value if pk in rows)
        return value

    def clean(self, value):
        lines = [line.strip() for line in re.split(r"[\n;]", super().clean(value) or "")]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            raise ValidationError(f"That is too long a list: at most {self.most} can be kept.")
        found, unknown = [], []
        for line in lines:
            row = self.find(line)
            (found if row else unknown).append(row.pk if row else line)
        if unknown:
            names = ", ".join(f"“{line[:80]}”" for line in unknown)
            raise ValidationError(f"{self.not_found} {names}.")
        return list(dict.fromkeys(found))

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != data


class AuthorsField(OrderedField):
    """The people named above a text, in order."""

    source = "authors"
    placeholder = "Add an author"
    not_found = "No author is called"

    def rows(self):
        return Author.objects.only("name")

    def name_of(self, author):
        return author.name

    def find(self, line):
        number = number_in(line)
        if number:
            return self.rows().filter(pk=number).first()
        named = list(self.rows().filter(name__iexact=line)[:2])
        if len(named) > 1:
            raise ValidationError(f"More than one author is called “{line}”. Choose from the list.")
        return named[0] if named else None


class ArticlesField(OrderedField):
    """Other articles, in order: by name from the list, or by address."""

    source = "articles"
    placeholder = "Add an article: its headline or its address"
    not_found = "No article is found for"
    # Articles of which the writer may know; the form sets it.
    known = Article.objects.none()
    # Keys that colleagues chose before: they stay, but of the others nothing is told.
    kept = ()

    def rows(self):
        is_known = Exists(self.known.filter(pk=OuterRef("pk")))
        rows = Article.objects.only("pk", "title", "short_headline")
        return rows.annotate(is_known=is_known).filter(Q(is_known=True) | Q(pk__in=self.kept))

    def name_of(self, article):
        return article.headline.replace(";", ",") if article.is_known else "A draft"

    def find(self, line):
        number = number_in(line)
        if number:
            return self.rows().filter(pk=number).first()
        if "/" in line:
            slug = urlsplit(line).path.rstrip("/").rpartition("/")[2]
            return self.rows().filter(slug=slug).first() if slug else None
        rows, query = self.rows().filter(title__iexact=line).order_by("-pk"), Query.parse(line)
        # By its words first: headlines have no index of their own.
        return (rows.filter(pk__in=newest_begun(query, NAMESAKES)) if query else rows).first()


class TagsField(forms.CharField):
    """Tags by name, commas between them: “Middle East” is one tag."""

    most = 20

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=TagsWidget(), **kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        names = split_tags(super().clean(value) or "")
        longest = Tag._meta.get_field("name").max_length
        long = [name for name in names if len(name) > longest]
        if long:
            raise ValidationError(
                f"“{long[0][:40]}…” is too long for a tag: at most {longest} characters."
            )
        if len(names) > self.most:
            raise ValidationError(f"Too many tags: at most {self.most} help a reader.")
        return names

    def has_changed(self, initial, data):
        return split_tags(self.prepare_value(initial) or "") != split_tags(data or "")


class PictureField(forms.CharField):
    """A picture of the library, by its number."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=PictureWidget(), **kwargs)

    def prepare_value(self, value):
        return value.pk if isinstance(value, Image) else value

    def clean(self, value):
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        number = number_in(text)
        image = Image.objects.filter(pk=number).first() if number else None
        if image is None:
            raise ValidationError(f"The library has no picture “{text[:40]}”. Choose another.")
        return image

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class BodyField(forms.CharField):
    """The article's text: cleaned before it is kept."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=BodyWidget(), strip=False, **kwargs)

    def clean(self, value):
        text = super().clean(value) or ""
        try:
            html.check(text)
        except html.TooLong as refusal:
            raise ValidationError(str(refusal)) from None
        return html.clean(text)

    def has_changed(self, initial, data):
        return html.clean(initial or "") != html.clean(data or "")


class NewsroomTimeField(forms.CharField):
    """A wall time of the newsroom; an hour that its clocks skip is refused, one told twice is
    the first of the two."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=TimeWidget(), **kwargs)

    def prepare_value(self, value):
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        return value

    def clean(self, value):
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        try:
            wall = datetime.fromisoformat(text)
        except ValueError:
            raise ValidationError("Write the time like 2027-03-05 06:00.") from None
        if wall.tzinfo is not None:
            raise ValidationError("Write the time like 2027-03-05 06:00, without a zone.")
        if not 1970 <= wall.year <= 2200:
            raise ValidationError(f"Is the year {wall.year} meant? Choose one from 1970 to 2200.")
        moment = wall.replace(tzinfo=timezone.get_current_timezone(), fold=0)
        back = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if back.replace(tzinfo=None) != wall:
            raise ValidationError(
                f"{wall:%H:%M} does not exist on {wall.day} {wall:%B}: the clocks go forward. "
                f"Choose {back:%H:%M}."
            )
        return moment

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")
