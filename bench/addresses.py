"""What is asked for in every measurement, by what is interesting about it."""

from django.db.models import Count

from articles.models import Article, Author, Genre, Tag

PER_PAGE = 20
DEEPEST = 1_000
# Of the desk's list, on a page.
ROWS = 50
CHANGE = "/admin/articles/article/{}/change/"


def addresses():
    """{group: {name: path}}; every path exists, however large the magazine is."""
    published = Article.objects.published()
    newest = published.exclude(lead_image=None).newest()[0]
    middle = published.order_by("pk")[published.count() // 2]
    number = middle.title.rpartition(" ")[2]
    section = newest.section
    author = Author.objects.get(slug=newest.derived["bylines"][0]["slug"])
    tag = Tag.objects.get(slug=newest.derived["tags"][0]["slug"])
    genre = newest.genre or Genre.objects.annotate(n=Count("article")).order_by("-n")[0]
    month = f"{middle.first_published_at:%Y-%m}"
    pages = {
        "article": newest.get_absolute_url(),
        "home": "/",
        "section": f"/{section.slug}/",
        "author": f"/authors/{author.slug}/",
        "tag": f"/tags/{tag.slug}/",
        "feed": "/feed/",
        "search": "/search/?q=treaty",
    }
    more = {
        "genre": f"/genre/{genre.slug}/",
        "article as Markdown": f"{newest.get_absolute_url()[:-1]}.md",
        "lite article": f"/lite{newest.get_absolute_url()}",
        "archive": "/archive/",
        "archive: a month": f"/archive/{middle.first_published_at:%Y/%m}/",
        "corrections": "/corrections/",
        "section, deep": deep(f"/{section.slug}/", published.in_section(section)),
        "author, deep": deep(f"/authors/{author.slug}/", published.by_author(author)),
        "tag, deep": deep(f"/tags/{tag.slug}/", published.tagged_with(tag)),
        "genre, deep": deep(f"/genre/{genre.slug}/", published.in_genre(genre)),
        "feed: section, Atom": f"/{section.slug}/feed/atom/",
        "feed: author, JSON": f"/authors/{author.slug}/feed/json/",
        "feed: tag": f"/tags/{tag.slug}/feed/",
        "sitemap: index": "/sitemap.xml",
        "sitemap: a month": f"/sitemaps/articles-{month}.xml",
        "sitemap: places": "/sitemaps/places.xml",
        "sitemap: authors": "/sitemaps/authors.xml",
        "sitemap: news": "/sitemaps/news.xml",
        "search: rare word": f"/search/?q={number}",
        "search: common word, page 20": "/search/?q=treaty&page=20",
        "search: absent word": "/search/?q=zzqxj",
        "search: two words": "/search/?q=harbor+delay",
        "search: phrase": '/search/?q="price+of+delay"',
        "search: phrase that never stands": '/search/?q="delay+of+treaty+price"',
        "search: one author": f"/search/?q=treaty&author={author.slug}",
        "suggestions": "/search/suggest/?q=tre",
        "lost address": f"{middle.get_absolute_url()[:-4]}/",
    }
    articles = "/admin/articles/article/"
    oldest = published.order_by("pk")[0]
    desk = {
        "list": articles,
        "list, deep": f"{articles}?p={min(100, Article.objects.count() // ROWS // 2)}",
        "list: live": f"{articles}?state=live",
        "list: pending": f"{articles}?state=pending",
        "list: one section": f"{articles}?section={section.pk}",
        "list: search": f"{articles}?q=treaty",
        "list: search, rare": f"{articles}?q={number}",
        "form": CHANGE.format(newest.pk),
        "desk": "/admin/",
        "choose an article": f"{articles}choices/articles/?q=harbor",
    }
    verbs = {"save": CHANGE.format(oldest.pk), "publish": CHANGE.format(oldest.pk)}
    return {"pages": pages, "more": more, "desk": desk, "verbs": verbs}


def deep(path, articles):
    """The page farthest from both ends of a list, or the thousandth."""
    return f"{path}?page={max(1, min(DEEPEST, articles.count() // PER_PAGE // 2))}"
