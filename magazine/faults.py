"""Answers to what went wrong: a sentence for a person, no cookie, nothing from the database."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string


def page(request, status, template=None, **headers):
    """A page that needs nothing but its template."""
    words = render_to_string(template or f"{status}.html")
    response = HttpResponse(words, status=status, headers=headers)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def bad_request(request, exception):
    """400, or 413 where there was simply too much of it."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request, exception):
    return page(request, 403)


def csrf_failure(request, reason=""):
    """A form that was open for too long, or that came from somewhere else."""
    return page(request, 403, "403_csrf.html")


def broken(request):
    """500; 503 where it is the database that does not answer, which soon may."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return page(request, 503, **{"Retry-After": "10"})
    return page(request, 500)
