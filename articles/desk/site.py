"""The admin site: the newsroom's own menu, and no screen that another package brings along."""

from functools import wraps

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import Resolver404, path, resolve
from django.utils.translation import get_language

from articles.desk.screens import SCREENS
from articles.frame import frame_of

# Models by the group of the menu that they stand in; what is named nowhere keeps its app's group.
MENU = {
    "Articles": ("Article", "Author", "Tag", "Section", "Genre", "Correction"),
    "Pictures": ("Image",),
    "Magazine": ("Page", "MagazineSettings", "HouseRule", "Redirect", "LogLine"),
    "People": ("User", "Group"),
}
OURS = ("articles", "newsletter")
# Of so many sets of permissions the menu is kept.
MOST_MENUS = 64
# Addresses of Django's admin that the desk does without: its first page is the desk's own, and
# the way to a row's public address would tell any member of staff the address of any draft.
NOT_OURS = {"index", "view_on_site"}


class Desk(admin.AdminSite):
    site_title = "Desk"
    index_title = "Desk"
    # The menu is part of the header, on every screen and size.
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Many removed at once would pass by the page that says what it would break.
        self.disable_action("delete_selected")
        self._menus = {}

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take our own admin classes only: others ask none of our questions about rights."""
        if admin_class is not None and admin_class.__module__.partition(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def each_context(self, request):
        frame = frame_of(request)
        return {**super().each_context(request), "site_header": frame["name"]}

    def admin_view(self, view, cacheable=False):
        """Whoever comes to a button's address by logging in again is led back to its form."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def led_back(request, *args, **kwargs):
            response = inner(request, *args, **kwargs)
            if response.status_code != 405 or request.method not in ("GET", "HEAD"):
                return response
            messages.warning(
                request,
                "Nothing was done: you had been logged out when you pressed that button. "
                "Look at what stands here, and press it again.",
            )
            return HttpResponseRedirect(f"{_before(request.path_info)}#nothing-done")

        return led_back

    def get_urls(self):
        screens = [
            path(each.address, self.admin_view(each.view), name=each.name) for each in SCREENS
        ]
        stock = super().get_urls()
        return screens + [each for each in stock if getattr(each, "name", "") not in NOT_OURS]

    def get_app_list(self, request, app_label=None):
        """The screens that this person may open, grouped as a newsroom thinks of them.

        Made once for all who may do the same: it asks a hundred times, on every page.
        """
        if app_label is not None:
            return super().get_app_list(request, app_label)
        person = _rights(request.user)
        if person not in self._menus:
            if len(self._menus) >= MOST_MENUS:
                self._menus.clear()
            self._menus[person] = self._menu(request)
        return [{**group, "models": list(group["models"])} for group in self._menus[person]]

    def _menu(self, request):
        apps = super().get_app_list(request)
        named = {model["object_name"]: model for app in apps for model in app["models"]}
        screens = [each for each in SCREENS if each.label and each.allowed(request.user)]
        groups = [
            {
                "name": name,
                "app_label": name.lower(),
                "models": _present(named, wanted)
                + [each.entry() for each in screens if each.group == name],
            }
            for name, wanted in MENU.items()
        ]
        for app in apps:
            rest = [model for model in app["models"] if model["object_name"] in named]
            groups.insert(-2, {"name": app["name"], "app_label": app["app_label"], "models": rest})
        return [group for group in groups if group["models"]]


def _rights(user):
    """All that the menu depends on."""
    allowed = () if user.is_superuser else user.get_all_permissions()
    person = (user.is_active, user.is_staff, user.is_superuser)
    return *person, frozenset(allowed), get_language()


def _before(button):
    """The page on which a button with this address stands: its row's form, else a list."""
    parent = button.rstrip("/").rpartition("/")[0] + "/"
    while parent != "/":
        for address in (f"{parent}change/", parent):
            try:
                name = resolve(address).url_name
            except Resolver404:
                continue
            if name and not name.endswith("_catch_all"):
                return address
        parent = parent.rstrip("/").rpartition("/")[0] + "/"
    return "/admin/"


def _present(named, wanted):
    """Take these models out of those named, in this order."""
    return [named.pop(name) for name in wanted if name in named]
