"""Making the sizes that pictures lack: begun here, done behind the scenes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk.picture_rights import may_picture
from articles.models import Rebuild
from articles.pictures import rebuilding


def allow(request):
    if not may_picture(request.user, "survey"):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def sizes(request):
    """How far a round has come, or what the last one did; and the button for another."""
    allow(request)
    if request.method == "POST":
        rebuilding.start()
        messages.success(request, "The sizes are being made behind the scenes; you may leave.")
        return HttpResponseRedirect(request.path)
    context = {
        "title": "Sizes",
        "running": Rebuild.objects.under_way(),
        "last": Rebuild.objects.exclude(finished_at=None).first(),
    }
    return TemplateResponse(request, "admin/articles/image/sizes.html", context)


@require_safe
def progress(request):
    """How far it has come, for the bar."""
    allow(request)
    running = Rebuild.objects.under_way()
    return JsonResponse(
        {"done": running.done, "total": running.total} if running else {"over": True}
    )
