"""Taking a step of the review from the desk, without opening the text."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.desk.rights import may
from articles.desk.stages import STEPS, move
from articles.desk.versions import article_for


def addresses():
    return [("<int:pk>/review/", take_step, "review")]


@require_POST
def take_step(request, pk):
    """Submit, return with a note, or approve."""
    step = request.POST.get("step")
    if step not in STEPS:
        return _back(request)
    right, *_, sentence = STEPS[step]
    article = article_for(request, right, pk)
    note = request.POST.get("note", "").replace("\0", "")
    if note and not may(request.user, "note", article):
        note = ""
    if step == "return" and not note.strip():
        messages.warning(request, "Say in a note what is still to be done, then return it.")
        return _back(request)
    move(article, step, request.user, note)
    messages.success(request, sentence.format(article.title))
    return _back(request)


def _back(request):
    """To the screen that it came from."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(asked if ours else reverse("admin:index"))
