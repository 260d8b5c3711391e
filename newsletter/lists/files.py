"""Handing over a long file, of which the rest can be asked for where it broke off."""

import re

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse

RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})", re.ASCII)
BLOCK = 256 * 1024


def answer_with_file(request, path, name, content_type, digest):
    """The file, or, as RFC 9110 has it, the one range of it that was asked for."""
    try:
        file = open(path, "rb")  # noqa: SIM115 - the answer closes it
    except FileNotFoundError:
        raise Http404 from None
    size = file.seek(0, 2)
    begin, end = _asked_for(request, size, f'"{digest}"')
    if begin is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if (begin, end) == (0, size):
        file.seek(0)
        response = FileResponse(file, content_type=content_type)
    else:
        file.seek(begin)
        response = StreamingHttpResponse(_some_of(file, end - begin), content_type, status=206)
        response["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    response["Content-Length"] = end - begin
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Accept-Ranges"], response["ETag"] = "bytes", f'"{digest}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _asked_for(request, size, etag):
    """Where the answer begins and ends; (None, None) for a range that the file has not."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", etag) != etag:
        return 0, size
    begin = int(asked[1])
    end = min(int(asked[2]) + 1, size) if asked[2] else size
    return (begin, end) if begin < end else (None, None)


def _some_of(file, left):
    with file:
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
