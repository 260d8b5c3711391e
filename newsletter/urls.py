from django.urls import path

from newsletter import views
from newsletter.feeds import ArchiveFeed

app_name = "newsletter"

urlpatterns = [
    path("", views.sign_up, name="sign_up"),
    path("asked/", views.asked, name="asked"),
    path("archive/", views.archive, name="archive"),
    path("archive/feed/", ArchiveFeed(), name="archive_feed"),
    path("archive/<int:number>/", views.archived, name="archived"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("move/<str:token>/", views.move, name="move"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("own/<str:token>/", views.own, name="own"),
    path("own/<str:token>/data/", views.my_data, name="my_data"),
]
