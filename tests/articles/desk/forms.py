"""The article's form as a browser without JavaScript opens and sends it."""

from lxml import html


def address(article, tail=""):
    return f"/admin/articles/article/{article.pk}/{tail}"


def opened(client, url):
    return fields_of(client.get(url))


def fields_of(response):
    """The form's fields as the page holds them; none if the page has no form."""
    page = html.fromstring(response.content or b"<p>")
    # HTML drops the first line break in a textarea, which this parser keeps.
    return {
        name: (value or "").removeprefix("\n")
        for form in page.xpath("//form[@id='article_form']")
        for name, value in form.fields.items()
        if name != "csrfmiddlewaretoken"
    }


def saved(client, article, button="_save", **typed):
    fields = opened(client, address(article, "change/"))
    return client.post(address(article, "change/"), fields | typed | {button: ""})
