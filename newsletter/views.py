"""Pages for readers. None sets a cookie; none changes anything on GET or HEAD."""

from functools import wraps

from django.core.paginator import InvalidPage, Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsletter.addresses import came_from
from newsletter.forms import EndedForm, OwnForm, PreferencesForm
from newsletter.models import Confirmation, Issue, Subscriber
from newsletter.printing import public
from newsletter.signup import SignUpForm, TooOld, fresh_form, take_sign_up
from newsletter.tasks import empty_letterbox
from newsletter.tokens import CONFIRM, MOVE, OWN, PREFERENCES, UNSUBSCRIBE

# The token in the address, or the stamp in the form, is what vouches for a POST here: mail
# programs that unsubscribe bring no cookie, and cached pages hold none.
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])

ARCHIVE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def private(view):
    """An answer to one person: kept by no cache, told to no search engine and no other site."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return csrf_exempt(answer)


@private
@reads_and_posts
def sign_up(request):
    """One answer for every address, known or not, welcome or not."""
    if request.method != "POST":
        return render(request, "newsletter/sign_up.html", {"form": fresh_form("page")})
    form = SignUpForm(request.POST)
    if not form.is_valid():
        problems = form.errors.get("email", [])
        return _form_again(request, form, {"problems": problems}, status=422)
    try:
        with transaction.atomic():
            take_sign_up(request, form)
            empty_letterbox.enqueue()
    except TooOld:
        return _form_again(request, form, {"too_old": True}, status=200)
    return redirect("newsletter:asked")


@require_safe
def asked(request):
    return render(request, "newsletter/asked.html")


@private
@reads_and_posts
def confirm(request, token):
    confirmation = Confirmation.objects.find(CONFIRM, token)
    if confirmation is None:
        return _no_such_link(request, status=404)
    subscriber = confirmation.subscriber
    if request.method == "POST":
        with transaction.atomic():
            if confirmation.use():
                subscriber.confirm(ip_prefix=came_from(request), place=subscriber.source)
                empty_letterbox.enqueue()
    elif confirmation.is_open():
        return render(request, "newsletter/confirm.html")
    if subscriber.is_confirmed():
        return render(request, "newsletter/confirmed.html")
    return _no_such_link(request, status=410)


@private
@reads_and_posts
def move(request, token):
    confirmation = Confirmation.objects.find(MOVE, token)
    if confirmation is None:
        return _no_such_link(request, status=404)
    if request.method == "POST":
        with transaction.atomic():
            used = confirmation.use()
            if used:
                confirmation.subscriber.move(confirmation.address, ip_prefix=came_from(request))
                empty_letterbox.enqueue()
        if used:
            return render(request, "newsletter/moved.html")
    elif confirmation.is_open():
        return render(request, "newsletter/move.html", {"address": confirmation.address})
    return _no_such_link(request, status=410)


@private
@reads_and_posts
def unsubscribe(request, token):
    """RFC 8058 too: any POST here is the reader's wish, whatever its body and encoding."""
    subscriber = Subscriber.objects.by_token(UNSUBSCRIBE, token)
    if subscriber is None:
        return _no_such_link(request, status=404)
    if request.method == "POST":
        place = "page" if request.GET.get("by") == "page" else "one click"
        subscriber.unsubscribe(place=place, ip_prefix=came_from(request))
        return render(request, "newsletter/unsubscribed.html")
    return render(request, "newsletter/unsubscribe.html")


@private
@reads_and_posts
def preferences(request, token):
    """From any issue, by whomever it was forwarded to: it shows no address and takes nothing away
    that a word by mail does not bring back."""
    subscriber = Subscriber.objects.by_token(PREFERENCES, token)
    if subscriber is None:
        return _no_such_link(request, status=404)
    form_class = PreferencesForm if subscriber.can_be_written_to() else EndedForm
    return _wished(request, subscriber, form_class, {"shown": subscriber.veiled_address()})


@private
@reads_and_posts
def own(request, token):
    """By a link that was mailed on demand, and so to the mailbox's owner."""
    confirmation = Confirmation.objects.find(OWN, token)
    if confirmation is None:
        return _no_such_link(request, status=404)
    if not confirmation.is_open():
        return _no_such_link(request, status=410)
    subscriber = confirmation.subscriber
    context = {"shown": subscriber.address, "token": token}
    return _wished(request, subscriber, OwnForm, context)


@private
@require_safe
def my_data(request, token):
    confirmation = Confirmation.objects.find(OWN, token)
    if confirmation is None or not confirmation.is_open():
        return _no_such_link(request, status=410 if confirmation else 404)
    known = confirmation.subscriber.all_that_we_know()
    response = JsonResponse(known, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _wished(request, subscriber, form_class, context):
    """The page of one reader's wishes, and what became of the one that was sent."""
    form = form_class(request.POST if request.method == "POST" else None)
    done = ""
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            done = form.carry_out(subscriber, came_from(request))
            empty_letterbox.enqueue()
    if subscriber.erased_at:
        return render(request, "newsletter/erased.html")
    context |= {"form": form, "subscriber": subscriber, "done": done}
    return render(request, "newsletter/preferences.html", context)


def _form_again(request, form, said, status):
    """The form with what was typed still in it, and a stamp that is good again."""
    again = fresh_form("page")
    again.initial["email"] = form.data.get("email", "")[:300].replace("\0", "")
    return render(request, "newsletter/sign_up.html", {"form": again, **said}, status=status)


def _no_such_link(request, status):
    return render(request, "newsletter/no_such_link.html", {"ended": status == 410}, status=status)


@require_safe
def archive(request):
    try:
        listing = Paginator(Issue.objects.archived(), 50).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    return render(request, "newsletter/archive.html", {"listing": listing})


@require_safe
def archived(request, number):
    """The very bytes that readers were sent, less what is one reader's own, wherever we are now."""
    issue = get_object_or_404(Issue.objects.archived(), number=number)
    if request.path != issue.get_absolute_url():
        return redirect(issue, permanent=True)
    response = HttpResponse(public(issue.html, issue.site))
    # A mail carries its style on every element; nothing in it runs, or comes from elsewhere.
    response["Content-Security-Policy"] = ARCHIVE_POLICY
    return response
