"""Keeps what opens a reader's page out of the logs."""

import logging
import re

TOKEN = re.compile(r"(/newsletter/(?:confirm|move|unsubscribe|preferences|own)/)[^/\s?'\"]+")


class HideTokens(logging.Filter):
    """Replaces the token in every path that is logged."""

    def filter(self, record):
        record.msg = _hide(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hide(value) for value in record.args)
        return True


def _hide(value):
    return TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
