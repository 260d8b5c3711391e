from django.contrib import admin

from newsletter.desk.base import Listed
from newsletter.models import Welcome


@admin.register(Welcome)
class WelcomeAdmin(Listed):
    fields = ["subject", "text"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
