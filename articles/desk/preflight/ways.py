"""Rules about where links lead."""

from articles.offers import check


@check("dead-link", is_error=True, mend="Link to where it is now, or take the link out.")
def dead_link(draft):
    """A link within the magazine leads nowhere."""
    for path in draft.paths:
        if path not in draft.room.living:
            yield f"{path} leads nowhere."
    for pk in draft.cards:
        if pk not in draft.room.cards:
            yield "An article of ours stands in the text that readers cannot open."
