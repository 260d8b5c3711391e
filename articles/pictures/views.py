from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from articles.pictures.shapes import media_type

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def rendition(request, name):
    """One file of a picture. Its name is made from its content, so caches may keep it for good."""
    content_type = media_type(name)
    if content_type is None:
        raise Http404
    try:
        file = default_storage.open(name)
    except OSError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type=content_type,
        headers={
            "Cache-Control": FOR_GOOD,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
