from django.urls import path, register_converter

from articles import archive, editions, lite, republishing, sitemaps, views
from articles.desk import preview
from articles.feeds import views as feeds
from articles.pictures import views as pictures

app_name = "articles"
register_converter(sitemaps.Month, "month")
register_converter(editions.Ending, "edition")


def feed(before, view, name):
    """The three forms of one feed; no article, section or page may be called “feed”."""
    tails = {"rss": "", "atom": "atom/", "json": "json/"}
    return [
        path(f"{before}feed/{tail}", view, {"form": form}, name=f"{name}-{form}")
        for form, tail in tails.items()
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("genre/<slug:slug>/", views.genre_detail, name="genre"),
    path("authors/<slug:slug>/", views.author_detail, name="author"),
    path("tags/<slug:slug>/", views.tag_detail, name="tag"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<int:year>/", archive.year, name="year"),
    path("archive/<int:year>/<int:month>/", archive.month, name="month"),
    path("lite/", lite.home, name="lite"),
    path("lite/<slug:slug>/", lite.section, name="lite-section"),
    path("lite/<slug:section>/<slug:slug>/", lite.article, name="lite-article"),
    path("search/", views.search_results, name="search"),
    path("search/suggest/", views.search_suggestions, name="suggest"),
    path("preview/<str:token>/", preview.shared, name="preview"),
    path("files/<path:name>", pictures.rendition, name="file"),
    path("oembed/", editions.oembed, name="oembed"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/articles-<month:month>.xml", sitemaps.articles, name="sitemap-articles"),
    path("sitemaps/places.xml", sitemaps.places, name="sitemap-places"),
    path("sitemaps/authors.xml", sitemaps.authors, name="sitemap-authors"),
    path("sitemaps/tags.xml", sitemaps.tags, name="sitemap-tags"),
    path("sitemaps/news.xml", sitemaps.news, name="sitemap-news"),
    path("corrections/", views.corrections, name="corrections"),
    *feed("", feeds.site_feed, "feed"),
    *feed("corrections/", feeds.corrections, "corrections-feed"),
    *feed("genre/<slug:slug>/", feeds.genre_feed, "genre-feed"),
    *feed("authors/<slug:slug>/", feeds.author_feed, "author-feed"),
    *feed("tags/<slug:slug>/", feeds.tag_feed, "tag-feed"),
    *feed("<slug:slug>/", feeds.section_feed, "section-feed"),
    path("<slug:slug>/", views.address, name="address"),
    path("<slug:section>/<slug:slug>.<edition:ending>", editions.edition, name="edition"),
    path("<slug:section>/<slug:slug>/", views.article_detail, name="detail"),
    path("<slug:section>/<slug:slug>/republish/", republishing.republish, name="republish"),
]
