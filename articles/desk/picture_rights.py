"""Who of the staff may do what with a picture: every screen, address and action asks here."""

from articles.desk.rights import EDITS_OTHERS, may
from articles.pictures.uses import uses_of

# What each verb needs of Django's permissions.
NEEDS = {
    "view": "articles.view_image",
    "add": "articles.add_image",
    "change": "articles.change_image",
    "replace": "articles.change_image",
    "delete": "articles.delete_image",
    "withdraw": "articles.withdraw_article",
    "substitute": "articles.publish_article",
    "survey": "articles.publish_article",
}
# What touches every article that shows the picture, and so needs the right to change each.
FAR_REACHING = {"replace", "substitute"}


def may_picture(user, verb, image=None):
    """True if the user may do this with the picture; without one, with any picture at all."""
    if not (user.is_active and user.is_staff and user.has_perm(NEEDS[verb])):
        return False
    if image is None or verb in {"view", "add", "survey"}:
        return True
    if not user.has_perm(EDITS_OTHERS):
        return image.uploaded_by_id == user.pk and not is_out(image)
    if verb in FAR_REACHING:
        articles = [use.article for use in uses_of([image])[image.pk] if use.article]
        return all(may(user, "change", article) for article in articles)
    return True


def is_out(image):
    """Whether readers have met the picture, so that changing it is an editor's matter."""
    return any(
        use.is_public or (use.article and use.article.published_at is not None)
        for use in uses_of([image])[image.pk]
    )


def shown_uses(user, uses):
    """The uses as this person may see them: of a draft that is not theirs, nothing but that."""
    return [_shown(use, _may_see(user, use)) for use in uses]


def _shown(use, is_open):
    shown = {"place": use.place, "kind": use.kind, "is_public": use.is_public}
    if is_open:
        return shown | {"title": use.title, "pk": use.pk}
    # On a front, the place names the article.
    return shown | {"title": "", "pk": None, "place": use.place if use.kind == "article" else ""}


def _may_see(user, use):
    return use.is_public or use.article is None or may(user, "view", use.article)
