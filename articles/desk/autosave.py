"""What is being typed is kept beside the article, never in it; and who else is there is told."""

from datetime import timedelta
from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from articles.desk.forms import ArticleForm
from articles.desk.rights import may, narrow
from articles.desk.told import told
from articles.models import Article, Presence, Slot

# Twice the longest article; the rest of the form is small.
LONGEST = 2_000_000
# How long a form that was opened can still be kept after its session has ended.
LASTS = timedelta(days=3)
SALT = "articles.slot"
NAMES = tuple(name for name in ArticleForm.base_fields if name not in ("base", "key"))


def name_of(user):
    return user.get_full_name() or user.get_username()


@require_POST
def pulse(request, pk=None):
    """A form says that it is open, and gives what is typed in it into its slot."""
    article = _article(request, pk)
    may_type = "typed" in request.POST and may(request.user, "change" if pk else "add", article)
    if may_type and keep_typed(request, article) is None:
        sentence = "This text is too long to be kept while you type. Make it shorter."
        return JsonResponse({"error": sentence}, status=413)
    return JsonResponse(_said(request.user, article))


def signed(user):
    """Says in a form for whom it was made, so that it can be kept when the session has ended."""
    return signing.dumps(user.pk, salt=SALT)


def kept_past_log_out(view):
    """The view; but what somebody sends to it after the session ended goes into their slot."""

    @wraps(view)
    def inner(request, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            key = kwargs.get("object_id") or kwargs.get("pk")
            _keep_of_logged_out(request, None if key is None else str(key))
        return view(request, **kwargs)

    return inner


def _keep_of_logged_out(request, object_id):
    try:
        pk = signing.loads(request.POST.get("who", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    article = None
    if object_id is not None:
        known = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        article = Article.objects.filter(pk=object_id).first() if known else None
    verb = "add" if object_id is None else "change"
    if user is not None and (article or object_id is None) and may(user, verb, article):
        keep_typed(request, article, user)


def keep_typed(request, article, user=None):
    """Put what the form sent into its slot; None if it is too long for that."""
    data = {name: request.POST[name].replace("\0", "") for name in NAMES if name in request.POST}
    if sum(map(len, data.values())) > LONGEST:
        return None
    user = user or request.user
    return Slot.objects.keep(user, article, _key(request), data, _base(request))


def back_to_form(request, article):
    """The form again, with what was typed in it."""
    slot = keep_typed(request, article)
    if slot is not None:
        return HttpResponseRedirect(address(slot))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _article(request, pk):
    if pk is None:
        if not may(request.user, "add"):
            raise PermissionDenied
        return None
    article = narrow(request.user, Article.objects.all()).filter(pk=pk).first()
    if article is None:
        raise Http404("There is no such article, or it is not yours.")
    return article


def _key(request):
    return request.POST.get("key", "").replace("\0", "")[:36]


def _base(request):
    text = request.POST.get("base", "")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _said(user, article):
    """Who else is here, and what has been saved since."""
    said = {"kept": f"{timezone.localtime():%H:%M}", "others": [], "version": 0}
    if article is not None:
        Presence.objects.say(user, article)
        newest = article.revisions.select_related("by").first()
        said["others"] = [name_of(other) for other in Presence.objects.others(user, article)]
        said["version"] = article.version
        said["by"] = name_of(newest.by) if newest and newest.by else ""
    return said


@require_GET
def token(request):
    """A fresh token for a form whose writer has logged in again."""
    return JsonResponse({"token": get_token(request)})


def recovered(request):
    """Everything that this person typed and did not save."""
    slots = Slot.objects.filter(by=request.user).select_related("article__section")
    rows = [
        {
            "slot": slot,
            "url": address(slot) if _opens(request.user, slot) else "",
            "text": told(slot.data.get("body", ""))[:20_000],
        }
        for slot in slots[:200]
    ]
    context = {**admin.site.each_context(request), "title": "Recovered", "rows": rows}
    return TemplateResponse(request, "admin/articles/article/recovered.html", context)


def _opens(user, slot):
    return may(user, "change", slot.article) if slot.article else may(user, "add")


def address(slot):
    """Where the form opens with what the slot holds."""
    if slot.article_id:
        return reverse("admin:articles_article_change", args=[slot.article_id]) + f"?slot={slot.pk}"
    return reverse("admin:articles_article_add") + f"?slot={slot.pk}"


@require_POST
def discard(request, pk):
    """Forget what was typed there."""
    Slot.objects.filter(by=request.user, pk=pk).delete()
    messages.success(request, "Discarded.")
    to = reverse("admin:articles_article_recovered")
    article = request.POST.get("article", "")
    if article.isascii() and article.isdigit() and len(article) < 19:
        to = reverse("admin:articles_article_change", args=[article])
    return HttpResponseRedirect(to)


def asked_for(request, article):
    """The slot that the address asks for, if it is this person's and this article's."""
    pk = request.GET.get("slot", "")
    if request.method != "GET" or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return Slot.objects.filter(by=request.user, article=article, pk=pk).first()


def reopened(form, slot):
    """The form, filled in with what the slot holds as if that had just been sent."""

    class Reopened(form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.data, self.is_bound = typed_in(slot, self), True

    return Reopened


def typed_in(slot, form):
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in slot.data.items() if name in NAMES})
    data["base"], data["key"] = str(slot.base), slot.key
    for name, field in form.fields.items():
        if field.show_hidden_initial:
            shown = field.prepare_value(form.get_initial_for_field(field, name))
            data[form.add_initial_prefix(name)] = "" if shown is None else str(shown)
    return data


def offer(user, article, form):
    """A slot that holds something else than the form shows, to be offered."""
    slot = Slot.objects.filter(by=user, article=article).first()
    return slot if slot and _differs(slot.data, form) else None


def _differs(data, form):
    known = {name: value for name, value in data.items() if name in form.fields}
    return any(form.fields[name].has_changed(form[name].value(), known[name]) for name in known)
