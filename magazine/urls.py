from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The staff's log-in asks for a second factor where there is one; Django's own form does not.
admin.site.login = secure_admin_login(admin.site.login)

handler400 = "magazine.faults.bad_request"
handler403 = "magazine.faults.forbidden"
handler404 = "articles.views.not_found"
handler500 = "magazine.faults.broken"

urlpatterns = [
    path("admin/account/mfa/", include("allauth.mfa.urls")),
    path("admin/account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("newsletter/", include("newsletter.urls")),
    path("", include("articles.urls")),
]
