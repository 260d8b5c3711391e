from django.contrib import admin
from django.urls import include, path

handler404 = "articles.views.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("newsletter/", include("newsletter.urls")),
    path("", include("articles.urls")),
]
