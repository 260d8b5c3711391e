"""The library's other addresses: upload, choose, focus, replace, substitute, rights."""

import json
import re
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.desk import picture_sizes
from articles.desk import picture_survey as survey
from articles.desk.picture_rights import may_picture
from articles.desk.picture_uploads import NOT_KEPT, UploadForm, described, log, take
from articles.models import Image
from articles.pictures import library, withdrawal
from articles.pictures.intake import Refused
from articles.pictures.markup import picture
from articles.pictures.substitution import substitute
from articles.pictures.uses import uses_of

PER_PAGE = 24
LARGEST = 2**63 - 1


def addresses(admin):
    """(address, view, name) of all that the library offers beside the list and the form."""
    screens = {"upload": upload, "pick": pick, "rights": rights_page, "sizes": picture_sizes.sizes}
    scripts = {"find": find, "drop": drop}
    of_one = {
        "focus": focus,
        "replace": replace,
        "substitute": choose_substitute,
        "withdraw": withdraw,
    }
    return [
        *((f"{name}/", with_site(admin, view), name) for name, view in screens.items()),
        *((f"{name}/", view, name) for name, view in scripts.items()),
        ("sizes/progress/", picture_sizes.progress, "sizes_progress"),
        *((f"<int:pk>/{name}/", with_site(admin, view), name) for name, view in of_one.items()),
    ]


def with_site(admin, view):
    """Give a view what every screen of the admin shows around itself."""

    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            context = admin.admin_site.each_context(request) | {"opts": admin.model._meta}
            response.context_data = context | response.context_data
        return response

    return inner


def allow(request, verb, image=None):
    if not may_picture(request.user, verb, image):
        raise PermissionDenied


def image_for(request, verb, pk):
    """The picture, if this person may do that with it."""
    allow(request, verb)
    image = Image.objects.with_credits().filter(pk=pk).first() if pk <= LARGEST else None
    if image is None:
        raise Http404("The library has no such picture.")
    allow(request, verb, image)
    return image


def cards(images):
    """What the grid shows of each picture."""
    images = list(images)
    uses = uses_of(images)
    return [
        {
            "image": image,
            "picture": picture(image, place="library"),
            "credit": image.credit_line(),
            "alt_state": image.alt_state(),
            "uses": len(uses[image.pk]),
            "url": reverse("admin:articles_image_change", args=[image.pk]),
        }
        for image in images
    ]


def found(request):
    """The page of pictures that a search asks for."""
    text = request.GET.get("q", "").replace("\0", "")[:200]
    images = Image.objects.usable().with_credits().search(text)
    return text, Paginator(images, PER_PAGE).get_page(request.GET.get("page"))


# Taking in


def upload(request):
    """Many files in one go. Works without a script; with one, each file shows its progress."""
    allow(request, "add")
    form = UploadForm(request.POST or None, request.FILES or None)
    results = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if form.is_valid() or files:
            results = [result(request, file, request.POST) for file in files]
            form = UploadForm(initial=request.POST.dict())
    context = {"title": "Upload pictures", "form": form, "results": results}
    return TemplateResponse(request, "admin/articles/image/upload.html", context)


def result(request, file, typed):
    stored, refusal = take(request, file, typed)
    if stored is None:
        return {"filename": file.name, "error": refusal}
    return {
        "filename": file.name,
        "notes": stored.notes,
        "is_new": stored.is_new,
        "card": cards([Image.objects.with_credits().get(pk=stored.image.pk)])[0],
    }


@require_POST
def drop(request):
    """One file, for scripts: a drop into an article, or one file of many on the upload page."""
    allow(request, "add")
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": "No file came with this."}, status=400)
    stored, refusal = take(request, file, request.POST)
    if stored is None:
        return JsonResponse({"error": refusal}, status=503 if refusal == NOT_KEPT else 400)
    image = Image.objects.with_credits().get(pk=stored.image.pk)
    known = {"is_new": stored.is_new, "notes": stored.notes}
    return JsonResponse(described(image) | known)


# Choosing


@require_safe
def pick(request):
    """The library in a small window, for the editor: choosing one hands it back and closes."""
    allow(request, "view")
    text, page = found(request)
    # The editor's number for this choice: negative, and meaningless to us.
    number = re.sub(r"[^0-9-]", "", request.GET.get("CKEditorFuncNum", ""))[:12]
    context = {
        "title": "Choose a picture",
        "q": text,
        "page": page,
        "choices": [
            card | {"said_json": json.dumps(described(card["image"]))}
            for card in cards(page.object_list)
        ],
        "number": number,
        "kept": [("CKEditorFuncNum", number)],
        "query": urlencode({"q": text, "CKEditorFuncNum": number}) + "&",
        "may_add": may_picture(request.user, "add"),
        "is_popup": True,
    }
    return TemplateResponse(request, "admin/articles/image/pick.html", context)


@require_safe
def find(request):
    """The library as JSON, for the editor's own dialogs: ?q=…&page=…"""
    allow(request, "view")
    _, page = found(request)
    return JsonResponse(
        {
            "pictures": [described(image) for image in page.object_list],
            "page": page.number,
            "pages": page.paginator.num_pages,
        }
    )


# One picture


def back_to(image):
    return HttpResponseRedirect(reverse("admin:articles_image_change", args=[image.pk]))


@require_POST
def focus(request, pk):
    """A click on the picture, where no script runs: the browser sends where it fell."""
    image = image_for(request, "change", pk)
    try:
        x = int(request.POST["focus.x"]) / int(request.POST["width"])
        y = int(request.POST["focus.y"]) / int(request.POST["height"])
    except (KeyError, ValueError, ArithmeticError):
        messages.error(request, "Click on the picture, on what every cut should keep in view.")
        return back_to(image)
    library.focus(image, x, y)
    messages.success(request, "The cuts are being made anew around that point.")
    return back_to(image)


@require_POST
def withdraw(request, pk):
    """Take a picture off every page, with a reason; or bring it back."""
    image = image_for(request, "withdraw", pk)
    reason = " ".join(request.POST.get("reason", "").replace("\0", "").split())[:300]
    if "back" in request.POST:
        withdrawal.bring_back(image, request.user)
        messages.success(request, "The picture may be shown again; its files are being made.")
    elif not reason:
        messages.error(request, "Say why it is withdrawn: colleagues will ask.")
    else:
        withdrawal.withdraw(image, reason, request.user)
        messages.success(request, "The picture is withdrawn: no page shows it any more.")
    return back_to(image)


@require_POST
def replace(request, pk):
    """Another file behind the same picture."""
    image = image_for(request, "replace", pk)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused("Choose the file that replaces this one.")
        library.replace(image, file, filename=file.name or "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Exception:  # every store of files and database has errors of its own
        log.exception("A picture could not be replaced.")
        messages.error(request, NOT_KEPT)
    else:
        messages.success(request, "Replaced. Every place that showed it shows the new file.")
    return back_to(image)


def choose_substitute(request, pk):
    """Choose another picture of the library to stand wherever this one stands."""
    image = image_for(request, "substitute", pk)
    if request.method == "POST":
        return _substitute(request, image)
    text, page = found(request)
    context = {
        "title": "Choose a substitute",
        "q": text,
        "page": page,
        "query": urlencode({"q": text}) + "&",
        "old": cards([image])[0],
        "choices": [card for card in cards(page.object_list) if card["image"].pk != image.pk],
    }
    return TemplateResponse(request, "admin/articles/image/substitute.html", context)


def _substitute(request, image):
    chosen = request.POST.get("with", "")
    new = None
    if chosen.isdigit() and int(chosen) <= LARGEST and int(chosen) != image.pk:
        new = Image.objects.usable().filter(pk=int(chosen)).first()
    if new is None:
        messages.error(request, "Choose another picture of the library.")
        return HttpResponseRedirect(request.path)
    changed = substitute(image, new, request.user)
    places = "1 place" if changed == 1 else f"{changed} places"
    messages.success(request, f"“{new}” now stands in {places}. Check captions written there.")
    return back_to(new)


@require_safe
def rights_page(request):
    """Licences that end or have ended, with every place where those pictures stand."""
    allow(request, "survey")
    context = {"title": "Rights", **survey.rights(request.user)}
    return TemplateResponse(request, "admin/articles/image/rights.html", context)
