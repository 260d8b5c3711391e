from django.db import models, transaction
from django.utils.text import slugify
from taggit.models import ItemBase, TagBase

from articles.models.listed import Listed, listing_index
from articles.models.redirect import Redirect


class TagQuerySet(models.QuerySet):
    def named(self, name):
        """The tag of this name, in any case and under any former name; None if there is none."""
        tag = self.filter(name__iexact=name).first()
        return tag or self.filter(former_names__name=name.casefold()).first()


class Tag(TagBase):
    description = models.TextField(blank=True, max_length=400)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def get_absolute_url(self):
        return f"/tags/{self.slug}/"

    def slugify(self, tag, i=None):
        """An address that every mail programme leaves whole, whatever the script of the name."""
        slug = slugify(tag) or "tag"
        return f"{slug}-{i}" if i else slug

    def remember(self, name):
        """Take the name for this tag from now on: texts written before still bear it."""
        TagName.objects.update_or_create(name=name.casefold(), defaults={"tag": self})

    def absorb(self, others, by=None):
        """Take the place of other tags on every article; their names and addresses lead here.

        Returns the keys of the articles that bore them.
        """
        with transaction.atomic():
            bearers = TaggedArticle.objects.filter(tag__in=others)
            changed = set(bearers.values_list("content_object", flat=True))
            mine = TaggedArticle.objects.filter(tag=self, content_object__in=changed)
            already = set(mine.values_list("content_object", flat=True))
            bearers.delete()
            TaggedArticle.objects.bulk_create(
                TaggedArticle(content_object_id=pk, tag=self) for pk in sorted(changed - already)
            )
            TaggedArticle.objects.follow(changed - already)
            for other in others:
                TagName.objects.filter(tag=other).update(tag=self)
                self.remember(other.name)
                Redirect.objects.leave(other.get_absolute_url(), self.get_absolute_url(), by=by)
                other.delete()
        return changed


class TagName(models.Model):
    """A former name of a tag, so that an older version of a text does not bring it back."""

    name = models.CharField(max_length=100, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_names")

    def __str__(self):
        return f"{self.name} → {self.tag}"


class TaggedArticle(Listed, ItemBase):
    ARTICLE = "content_object"

    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_per_article"),
        ]
        indexes = [listing_index("tag", "content_object", "tagged_newest")]

    def __str__(self):
        return f"{self.content_object}: {self.tag}"


def split_tags(text):
    """Names separated by commas, semicolons or new lines, so that “Middle East” is one tag."""
    for mark in ";\n，；":
        text = text.replace(mark, ",")
    names = {}
    for part in text.split(","):
        name = " ".join(part.strip().strip("\"'“”").split())
        # Marks of direction and such alone are a name that nobody sees.
        if any(letter.isprintable() for letter in name):
            names.setdefault(name.casefold(), name)
    return list(names.values())


def join_tags(tags):
    """Names as the form shows them."""
    return ", ".join(sorted((tag.name for tag in tags), key=str.casefold))
