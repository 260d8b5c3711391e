"""Puts one picture in another's place wherever it stands: when a licence has ended, in one go."""

import re

from django.db import transaction

from articles.models import Article, Author, Edition, MagazineSettings, Page
from articles.pictures.uses import refresh


def substitute(old, new, by):
    """Show `new` wherever `old` stands. Returns how many articles and other places changed.

    An article's live text changes, and so does a version that is still being worked on: each
    becomes a revision, so that either can be taken back.
    """
    label = f"Picture {old.pk} replaced by {new.pk}"
    with transaction.atomic():
        # One order of locks for everyone who changes many articles at once.
        keys = old.uses.order_by("article_id").values_list("article_id", flat=True)
        articles = [Article.objects.get(pk=key) for key in keys]
        for article in articles:
            _in_article(article.lock(), old, new, by, label)
        others = _in_other_places(old, new)
        if others:
            Edition.objects.move()
    return len(articles) + others


def _in_article(article, old, new, by, label):
    newest = article.revisions.first()
    shown = article.revisions.filter(number=article.shown_version).first()
    is_live = article.is_published() and shown is not None
    if is_live:
        revision = article.save_revision(_changed(shown, old, new), by, label=label)
        article.publish(by, revision=revision)
    if newest is not None and not (is_live and newest.pk == shown.pk):
        article.save_revision(_changed(newest, old, new), by, label=label)


def _changed(revision, old, new):
    """The revision's snapshot with the new picture in the old one's place."""
    snapshot = dict(revision.current_snapshot())
    for name in ("lead_image", "social_image"):
        if snapshot.get(name) == old.pk:
            snapshot[name] = new.pk
    snapshot["body"] = in_body(snapshot.get("body", ""), old, new)
    return snapshot


def in_body(body, old, new):
    """The text with the new picture; its own alternative text replaces the old one's."""
    figure = re.compile(rf'<img data-file="{old.pk}" alt="[^"]*">')
    return figure.sub(f'<img data-file="{new.pk}" alt="">', body)


def _in_other_places(old, new):
    changed = 0
    for author in Author.objects.filter(portrait=old):
        author.portrait = new
        author.save(update_fields=["portrait"])
        changed += 1
    for page in Page.objects.filter(body__contains=f'data-file="{old.pk}"'):
        page.body = in_body(page.body, old, new)
        page.save(update_fields=["body"])
        changed += 1
    changed += MagazineSettings.objects.filter(logo=old).update(logo=new)
    if changed:
        refresh(new, portraits=True)
    return changed
