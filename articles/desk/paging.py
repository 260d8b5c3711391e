"""Counting for lists: no further than anyone leafs, so that a list costs the same at any size."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 5_000


class BoundedPaginator(Paginator):
    @cached_property
    def _counted(self):
        # In the list's order, so that one index serves the counting and the page.
        return self.object_list.values("pk")[: MOST + 1].count()

    @cached_property
    def count(self):
        return min(self._counted, MOST)

    @property
    def is_cut(self):
        """True if there are more rows than the list leads to."""
        return self._counted > MOST
