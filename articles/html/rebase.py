"""Rendered HTML for places that have no address of their own: feeds, mail."""

import re
from urllib.parse import urljoin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"<[a-z][^<>]*>")
_ADDRESS = re.compile(r'(?<=\s)(href|src|poster)="([^"]*)"')
_SET = re.compile(r'(?<=\s)srcset="([^"]*)"')


def absolute(body: SafeString, base: str) -> SafeString:
    """What render() made, with every address absolute; `base` is the page's own address."""

    def rebase(match):
        return f'{match[1]}="{joined(match[2])}"'

    def rebase_set(match):
        candidates = (candidate.split() for candidate in match[1].split(","))
        return f'srcset="{", ".join(" ".join([joined(c[0]), *c[1:]]) for c in candidates if c)}"'

    # Escaped it is, escaped it stays; only paths and fragments lack what we add.
    missing = {"/": escape(urljoin(base, "/")).rstrip("/"), "#": escape(base)}

    def joined(address):
        return missing.get(address[:1], "") + address

    def in_tag(match):
        return _SET.sub(rebase_set, _ADDRESS.sub(rebase, match[0]))

    return mark_safe(_TAG.sub(in_tag, body))  # noqa: S308 - only addresses were lengthened
