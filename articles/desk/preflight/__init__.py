"""The checks of a text: rules in one registry, asked in the form, at the gate, over the archive.

A rule is one function (texts.py, sights.py, ways.py), registered by articles.offers.check().
"""

from articles.desk.preflight import sights, texts, ways
from articles.desk.preflight.draft import Draft
from articles.desk.preflight.inspection import Found, inspect, inspect_all

__all__ = ["Draft", "Found", "inspect", "inspect_all", "sights", "texts", "ways"]
