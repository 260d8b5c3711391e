from django.db import models

from articles import html
from articles.models.address import Address
from articles.models.derived import figures, images_of


class PageQuerySet(models.QuerySet):
    def visible(self):
        return self.filter(is_visible=True)

    def in_menus(self):
        """What header and footer link, in order, without the text."""
        return self.visible().exclude(menu="").order_by("order", "title").defer("body")


class Page(Address):
    """A standing page: About, Contact, Privacy, Imprint, Corrections policy."""

    class Menu(models.TextChoices):
        HEADER = "header", "Header"
        FOOTER = "footer", "Footer"

    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    menu = models.CharField(
        "place in the menu", max_length=6, choices=Menu, blank=True, default=Menu.FOOTER
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="Lower comes first.")
    is_visible = models.BooleanField("visible", default=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def text(self):
        """The body as readers see it."""
        return html.render(self.body, figures(images_of(self.body))).html
