from django.db import models
from django.utils.translation import gettext, gettext_noop

# Until editors word it themselves, it is in the magazine's language.
SUBJECT = gettext_noop("Welcome to {newsletter}")
TEXT = gettext_noop(
    """Thank you for subscribing to {newsletter}.

From now on you have our round-up in your mailbox once a week: what we published, in the order \
in which we would read it ourselves, and nothing besides.

If you would rather read now, the newest pieces are at {site}"""
)


class WelcomeManager(models.Manager):
    def current(self):
        """The letter as the editors have it. A migration made its row."""
        return self.first() or Welcome()


class Welcome(models.Model):
    """What a reader is told once, on confirming. One row, edited in the admin."""

    subject = models.CharField(
        max_length=120, default=SUBJECT, help_text="{newsletter} and {site} are filled in."
    )
    text = models.TextField(
        default=TEXT, help_text="Plain paragraphs. {newsletter} and {site} are filled in."
    )
    only = models.BooleanField(default=True, unique=True, editable=False)

    objects = WelcomeManager()

    class Meta:
        verbose_name = "welcome letter"
        default_permissions = ("change", "view")
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_welcome")]

    def __str__(self):
        return "Welcome letter"

    def filled(self, newsletter, site):
        """Subject and text with the two names put in; any other braces stay as typed."""
        return tuple(
            gettext(words).replace("{newsletter}", newsletter).replace("{site}", site)
            for words in (self.subject, self.text)
        )
