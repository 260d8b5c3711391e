import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import F


class Arming(models.Model):
    """A restored backup sends no mail until somebody arms it.

    The database counts what was taken in hand for sending, and a file beside it remembers how far
    the count had come. A database that has counted less than the file was put back from the past:
    it does not know whom mail has reached since. A machine without the file is new to it.
    """

    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.count)

    @classmethod
    def is_armed(cls):
        known, seen = cls.known(), _seen()
        if seen is None and known == 0:
            # Nothing was ever sent from here: there is nothing to double.
            _remember(0)
            return True
        return seen is not None and known >= seen

    @classmethod
    def known(cls):
        return cls.objects.filter(pk=1).values_list("count", flat=True).first() or 0

    @classmethod
    def tick(cls):
        """Mail is about to be sent. In the caller's transaction."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(count=F("count") + 1)
        transaction.on_commit(lambda: _remember(cls.known()))

    @classmethod
    def arm(cls):
        """A person says that mail may go out from here."""
        _remember(cls.known(), even_back=True)


def _file():
    return Path(settings.DATA_DIR) / "mail-count"


def _seen():
    try:
        return int(_file().read_text())
    except FileNotFoundError:
        return None
    except ValueError:
        return 0


def _remember(count, even_back=False):
    if not even_back and (_seen() or 0) > count:
        return
    _file().parent.mkdir(parents=True, exist_ok=True)
    draft = _file().with_name(f".mail-count.{secrets.token_hex(4)}")
    draft.write_text(str(count))
    os.replace(draft, _file())
