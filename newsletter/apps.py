import logging
from datetime import timedelta
from importlib.util import find_spec

from django.apps import AppConfig

from newsletter.quiet import HideTokens


class NewsletterConfig(AppConfig):
    name = "newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from articles import offers
        from articles.background import periodically
        from newsletter.sent import picture_places, where_sent
        from newsletter.tasks import (
            draft_round_up,
            empty_letterbox,
            forget_deliveries,
            forget_the_unconfirmed,
            send_due_issues,
        )

        offers.GONE_OUT.append(where_sent)
        offers.PICTURE_PLACES.append(picture_places)
        # Letters go out when they are written; this finds those that could not.
        periodically(empty_letterbox, every=timedelta(minutes=1))
        periodically(send_due_issues, every=timedelta(minutes=1))
        periodically(draft_round_up, every=timedelta(minutes=1))
        periodically(forget_the_unconfirmed, every=timedelta(days=1))
        periodically(forget_deliveries, every=timedelta(days=1))
        if find_spec("anymail"):
            from anymail.signals import tracking

            from newsletter.bounces import take_tracking_event

            tracking.connect(take_tracking_event, dispatch_uid="newsletter")
        # Django logs the path of every answer from 400 up; here a path can hold a token.
        for name in ("django.request", "django.server", "django.security.csrf"):
            logging.getLogger(name).addFilter(HideTokens())
