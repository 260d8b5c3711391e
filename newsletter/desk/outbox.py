from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from newsletter import outbox
from newsletter.models import OutboxMail

# The mail as it is, in a frame that can run nothing and fetch nothing from elsewhere. Its links
# open in a new window, so that a whole round can be tried by clicking.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


@admin.register(OutboxMail)
class OutboxAdmin(admin.ModelAdmin):
    """Mail that was kept as files instead of being sent."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.list_view), name="newsletter_outboxmail_changelist"),
            path("<str:name>/", wrap(self.mail_view), name="newsletter_outboxmail_change"),
            path(
                "<str:name>/html/",
                wrap(self.html_view),
                name="newsletter_outboxmail_html",
            ),
        ]

    def has_module_permission(self, request):
        kept = settings.EMAIL_BACKEND == "newsletter.outbox.Backend"
        return kept and super().has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def list_view(self, request):
        self._check(request)
        page = Paginator(outbox.names(), 50).get_page(request.GET.get("p"))
        mails = [outbox.read(name) for name in page]
        context = {"title": "Outbox", "page": page, "mails": [mail for mail in mails if mail]}
        return self._render(request, "admin/newsletter/outbox.html", context)

    def mail_view(self, request, name):
        mail = self._mail(request, name)
        context = {"title": mail.subject, "mail": mail}
        return self._render(request, "admin/newsletter/outbox_mail.html", context)

    def html_view(self, request, name):
        html = self._mail(request, name).html
        response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
        response["Content-Security-Policy"] = FRAME_POLICY
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def _mail(self, request, name):
        self._check(request)
        mail = outbox.read(name)
        if mail is None:
            raise Http404
        return mail

    def _check(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _render(self, request, template, context):
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole)
