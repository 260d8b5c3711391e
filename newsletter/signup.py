"""The sign-up form: on any page, cached or not, without a cookie and without a third party."""

import hashlib
from datetime import UTC, datetime, timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import MagazineSettings
from newsletter.addresses import BadAddress, came_from, read_address
from newsletter.models import SignUp, Wording
from newsletter.tokens import address_hash

PLACES = {"footer", "article", "home", "page", "issue"}
# Longer than any page is cached: whoever reads a kept page can still sign up from it.
STAMP_LIFE = timedelta(days=7)
# Nobody reads the form, types an address and sends it in less.
FASTEST = timedelta(seconds=2)
STAMP = signing.Signer(salt="newsletter.stamp")


class TooOld(Exception):
    """The form lay about for longer than its stamp lives: show it again with a fresh one."""


class Refused(Exception):
    """Whoever sent this is told the same as everybody else."""

    def __init__(self, refusal):
        super().__init__(refusal)
        self.refusal = refusal


class SignUpForm(forms.Form):
    """Carries, signed: where it stood, when it was made, and what its reader was told."""

    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        strip=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "required": True}),
    )
    # A field that nobody sees. Programs fill it in.
    topic = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    wording = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean_email(self):
        try:
            return read_address(self.cleaned_data.get("email", ""))
        except BadAddress as problem:
            raise forms.ValidationError(str(problem)) from None

    @property
    def pitch(self):
        return self["wording"].value().partition("\n")[0]

    @property
    def promise(self):
        return self["wording"].value().partition("\n")[2]


def fresh_form(place, site=None):
    """The form as it is shown first."""
    wording = current_wording(site or site_words())
    values = {"stamp": make_stamp(place, wording), "wording": wording}
    # The same form may stand twice on a page; labels find their field by id.
    return SignUpForm(initial=values, auto_id=f"newsletter-{place}-%s")


def site_words():
    """The names that stand around the form, for where no page has them at hand."""
    return vars(MagazineSettings.objects.current())


def current_wording(site):
    """All that a reader is told before pressing the button: what their consent is to."""
    pitch, name, magazine = (
        " ".join(site[field].split()) for field in ("newsletter_pitch", "newsletter_name", "name")
    )
    promise = _(
        "By subscribing you ask %(magazine)s to send you %(newsletter)s by e-mail. "
        "We first mail you a link to confirm with. You can leave at any time with one click."
    ) % {"magazine": magazine, "newsletter": name}
    return f"{pitch}\n{promise}"


def make_stamp(place, wording, at=None):
    """Says, sealed: this form stood here, was made now, and was shown with this wording."""
    at = at or timezone.now()
    return STAMP.sign(f"{place}:{int(at.timestamp())}:{_digest(wording)}")


def read_stamp(stamp, wording, at=None):
    """The place that a form stood in, if it is ours, in time, and shown with this wording."""
    try:
        place, made_at, digest = STAMP.unsign(stamp).split(":")
    except (signing.BadSignature, ValueError):
        raise Refused(SignUp.Refusal.STAMP) from None
    if place not in PLACES or digest != _digest(wording):
        raise Refused(SignUp.Refusal.STAMP)
    age = (at or timezone.now()) - datetime.fromtimestamp(int(made_at), tz=UTC)
    if age > STAMP_LIFE:
        raise TooOld
    if age < FASTEST:
        raise Refused(SignUp.Refusal.SPEED)
    return place


def take_sign_up(request, form, at=None):
    """Write down one press of the button. Raises TooOld; hides every other refusal."""
    at = at or timezone.now()
    network = came_from(request)
    if SignUp.objects.is_flooded_from(network, at):
        return
    try:
        place = _examine(request, form, network, at)
    except Refused as problem:
        SignUp.objects.create(at=at, ip_prefix=network, refused=problem.refusal)
        return
    address = form.cleaned_data["email"]
    SignUp.objects.create(
        at=at,
        address=address.shown,
        address_hash=address_hash(address.key),
        domain=address.domain,
        ip_prefix=network,
        place=place,
        wording=Wording.objects.keep(_unix(form.cleaned_data["wording"])),
    )


def _examine(request, form, network, at):
    if not is_from_here(request):
        raise Refused(SignUp.Refusal.ORIGIN)
    place = read_stamp(form.cleaned_data["stamp"], _unix(form.cleaned_data["wording"]), at)
    if form.cleaned_data["topic"]:
        raise Refused(SignUp.Refusal.TRAP)
    if SignUp.objects.is_too_much(form.cleaned_data["email"], network, at):
        raise Refused(SignUp.Refusal.LIMIT)
    return place


def is_from_here(request):
    """Whether the browser says that our own page sent this; old browsers say nothing."""
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") in {"same-origin", "none"}
    return origin in {settings.SITE_ADDRESS, f"{request.scheme}://{request.get_host()}"}


def _digest(wording):
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


def _unix(text):
    # A browser sends the line breaks of a hidden field as CR LF.
    return text.replace("\r\n", "\n")
