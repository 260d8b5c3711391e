"""Pictures as files; imported by processes that know nothing of the magazine."""

from io import BytesIO

from . import paint, portrait


def scene_file(key: str) -> bytes:
    """The scene as a JPEG file."""
    return _jpeg(paint(key))


def portrait_file(slug: str) -> bytes:
    """The portrait as a JPEG file."""
    return _jpeg(portrait(slug))


def _jpeg(picture):
    file = BytesIO()
    picture.save(file, "JPEG", quality=92)
    return file.getvalue()
