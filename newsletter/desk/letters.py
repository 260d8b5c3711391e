from django.contrib import admin

from newsletter.models import Welcome


@admin.register(Welcome)
class WelcomeAdmin(admin.ModelAdmin):
    fields = ["subject", "text"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
