"""Screens of the desk that are no model's: each named once, for the resolver and for the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.urls import reverse

SCREENS = []


@dataclass(frozen=True)
class Screen:
    address: str
    name: str
    view: Callable
    allowed: Callable
    # Where it stands in the menu; without a label it does not.
    label: str = ""
    group: str = ""

    def entry(self):
        """What the menu shows of it."""
        return {
            "name": self.label,
            "object_name": self.name,
            "admin_url": reverse(f"admin:{self.name}"),
            "add_url": None,
            "view_only": True,
        }


def screen(address, name, *, allowed, label="", group=""):
    """Register a view as a screen, closed to whoever `allowed` says no to."""

    def register(view):
        def guarded(request, *args, **kwargs):
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        SCREENS.append(Screen(address, name, guarded, allowed, label, group))
        return guarded

    return register
