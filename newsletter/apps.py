import logging

from django.apps import AppConfig

from newsletter.quiet import HideTokens


class NewsletterConfig(AppConfig):
    name = "newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Django logs the path of every answer from 400 up; here a path can hold a token.
        for name in ("django.request", "django.server", "django.security.csrf"):
            logging.getLogger(name).addFilter(HideTokens())
