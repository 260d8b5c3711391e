"""Who of the staff may do what with an article: every screen, address and action asks here."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article, Section

# What each verb needs of Django's permissions.
NEEDS = {
    "add": "articles.add_article",
    "view": "articles.change_article",
    "preview": "articles.change_article",
    "history": "articles.change_article",
    "change": "articles.change_article",
    "restore": "articles.change_article",
    "submit": "articles.change_article",
    "note": "articles.add_note",
    "share": "articles.publish_article",
    "approve": "articles.publish_article",
    "publish": "articles.publish_article",
    "unpublish": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
    "delete": "articles.delete_article",
    "correct": "articles.add_correction",
    "override": "articles.override_checks",
    "curate": "articles.curate_front",
}
# What writers may do with their own drafts, whatever the section.
READING = {"view", "preview", "history", "note"}
WRITING = {"change", "restore", "submit"}
EDITS_OTHERS = "articles.see_every_draft"


def may(user, verb, article=None):
    """True if the user may do this with the article; without one, with any article at all."""
    if not (user.is_active and user.is_staff and user.has_perm(NEEDS[verb])):
        return False
    if verb == "delete" and article is not None and _was_public(article):
        # Readers and search engines know it: it is withdrawn, not forgotten.
        return edits(user, article) and user.has_perm(NEEDS["override"])
    return article is None or edits(user, article) or _writes(user, verb, article)


def edits(user, article):
    """True for an editor of the article's section."""
    if not user.has_perm(EDITS_OTHERS):
        return False
    sections = section_ids(user)
    return not sections or article.section_id in sections


def section_ids(user):
    """The sections to which an editor is limited; empty: not limited."""
    if user.is_superuser:
        return frozenset()
    return frozenset(section.pk for section in sections_for(user) if section.is_listed)


def sections_for(user):
    """Every section in the order of the menu; is_listed where the user is one of its editors."""
    if not hasattr(user, "_sections"):
        listed = Section.editors.through.objects.filter(section=OuterRef("pk"), user=user.pk)
        sections = Section.objects.order_by("order", "name").annotate(is_listed=Exists(listed))
        user._sections = list(sections)
    return user._sections


def narrow(user, articles):
    """Of these articles, those that the user may open at the desk."""
    if not may(user, "view"):
        return articles.none()
    own = Q(created_by=user, published_at=None, first_published_at=None)
    if not user.has_perm(EDITS_OTHERS):
        return articles.filter(own)
    sections = section_ids(user)
    return articles.filter(Q(section__in=sections) | own) if sections else articles


def known_to(user):
    """Articles whose names tell the user nothing new: readers see them, or they may open them."""
    # One condition on the row itself: as lists of keys, both would be read whole.
    return Article.objects.published() | narrow(user, Article.objects.all())


def may_file_under(user, section_id):
    """True if the user may move an article into this section."""
    sections = section_ids(user) if user.has_perm(EDITS_OTHERS) else frozenset()
    return not sections or section_id in sections


def _writes(user, verb, article):
    """Writers keep their own text until it is approved; what is scheduled or live is the desk's."""
    own = article.created_by_id == user.pk and not _is_out(article)
    return own and (verb in READING or (verb in WRITING and article.stage != article.Stage.READY))


def _is_out(article):
    return article.published_at is not None or article.first_published_at is not None


def _was_public(article):
    first = article.first_published_at
    return first is not None and first <= timezone.now()
