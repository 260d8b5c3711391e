"""What holds for every request and every answer of the site."""

import ipaddress

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

from magazine.faults import page

NOBODY = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
OURSELVES = ("publickey-credentials-create", "publickey-credentials-get")  # passkeys
PERMISSIONS = ", ".join(
    [*(f"{feature}=()" for feature in NOBODY), *(f"{feature}=(self)" for feature in OURSELVES)]
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Feed readers and mail show our pictures; other sites that quote us may use our fonts.
SHARED = ("image/", "font/")


class Headers:
    """Puts on every answer what every answer must carry: pages, files and refusals alike."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        shared = response.headers.get("Content-Type", "").startswith(SHARED)
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
        )
        return response


class ReaderAddress:
    """REMOTE_ADDR is the reader's, also behind a proxy of ours; nobody else can set it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chain = [
            *request.META.get("HTTP_X_FORWARDED_FOR", "").split(","),
            request.META.get("REMOTE_ADDR", ""),
        ]
        while len(chain) > 1 and chain[-1].strip() in settings.TRUSTED_PROXIES:
            chain.pop()
        try:
            address = ipaddress.ip_address(chain[-1].strip())
        except ValueError:
            return self.get_response(request)
        request.META["REMOTE_ADDR"] = str(address)
        return self.get_response(request)


class BodyLimit:
    """Refuses what is too large before reading it; only who is logged in may send files."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return page(request, 400)
        at_desk = request.path_info.startswith("/admin/")
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        limit = settings.DESK_BODY_LIMIT if at_desk and known else settings.BODY_LIMIT
        return page(request, 413) if length > limit else self.get_response(request)


class EditorScripts:
    """Lets the text editor run under our Content-Security-Policy, on the pages that hold one.

    Its import map is an inline script, to which Django adds a nonce of its own from 6.1 on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        media = (response.context_data or {}).get("media")
        if getattr(media, "_importmap", None) is not None:
            response.context_data["media"] = media.with_nonce(str(request.csp_nonce))
            response._csp_update = {"style-src": settings.EDITOR_STYLES}
        return response


class SecondFactor:
    """Who may publish or export shows a second factor, where the magazine is on the open web."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECURE or not request.path_info.startswith("/admin/"):
            return None
        if request.path_info.startswith("/admin/account/") or not must_prove(request.user):
            return None
        return None if is_mfa_enabled(request.user) else redirect("mfa_activate_totp")


def must_prove(user):
    """Whether this person may do what a stolen password must not be enough for."""
    return user.is_active and any(user.has_perm(name) for name in settings.SECOND_FACTOR_FOR)
