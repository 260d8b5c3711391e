"""Staff accounts and groups: for superusers alone, since whoever edits rights has all of them."""

from django.contrib import admin
from django.contrib.auth import admin as stock
from django.contrib.auth.models import Group, User


def _is_superuser(user):
    return user.is_active and user.is_superuser


@admin.register(User)
class UserAdmin(stock.UserAdmin):
    list_display = ["username", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "sections"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "groups", "sections"]}),
        ("Everything", {"fields": ["is_superuser"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="role")
    def roles(self, user):
        if user.is_superuser:
            return "Everything"
        return ", ".join(group.name for group in user.groups.all()) or "None"

    @admin.display(description="Sections")
    def sections(self, user):
        names = ", ".join(user.edited_sections.values_list("name", flat=True))
        return names or "All that the role allows. Sections list their editors."

    def has_module_permission(self, request):
        return _is_superuser(request.user)

    def has_view_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_add_permission(self, request):
        return _is_superuser(request.user)

    def has_change_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_delete_permission(self, request, obj=None):
        """An account is deactivated, so that history keeps its names."""
        return False


@admin.register(Group)
class GroupAdmin(stock.GroupAdmin):
    list_display = ["name"]

    def has_module_permission(self, request):
        return _is_superuser(request.user)

    def has_view_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_add_permission(self, request):
        return _is_superuser(request.user)

    def has_change_permission(self, request, obj=None):
        return _is_superuser(request.user)

    def has_delete_permission(self, request, obj=None):
        return _is_superuser(request.user)
