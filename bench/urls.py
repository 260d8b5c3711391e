from django.http import HttpResponse
from django.urls import path

from magazine.urls import handler404, handler500, urlpatterns  # noqa: F401 - Django looks here

CONSTANT = b"<!DOCTYPE html><title>Constant</title><p>The same for everyone, always.\n"


def constant(request):
    return HttpResponse(CONSTANT)


urlpatterns = [path("constant/", constant), *urlpatterns]
