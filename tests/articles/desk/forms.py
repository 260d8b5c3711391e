"""The article's form as a browser without JavaScript opens and sends it."""


def address(article, tail=""):
    return f"/admin/articles/article/{article.pk}/{tail}"


def opened(client, url):
    """The form's fields as the page holds them."""
    form = client.get(url).context["adminform"].form
    fields = {}
    for bound in form:
        value = bound.value()
        fields[bound.html_name] = "" if value in (None, False) else value
        if bound.field.show_hidden_initial:
            fields[bound.html_initial_name] = fields[bound.html_name]
    return fields


def saved(client, article, button="_save", **typed):
    return client.post(
        address(article, "change/"),
        opened(client, address(article, "change/")) | typed | {button: ""},
    )
