from django.urls import path

from articles import views
from articles.pictures import views as pictures

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("genre/<slug:slug>/", views.genre_detail, name="genre"),
    path("authors/<slug:slug>/", views.author_detail, name="author"),
    path("tags/<slug:slug>/", views.tag_detail, name="tag"),
    path("search/", views.search_results, name="search"),
    path("files/<path:name>", pictures.rendition, name="file"),
    path("<slug:slug>/", views.address, name="address"),
    path("<slug:section>/<slug:slug>/", views.article_detail, name="detail"),
]
