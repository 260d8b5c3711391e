"""Many saves at once: no text is lost, and the history is whole."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from tests.articles.desk.forms import address, fields_of, opened
from tests.factories import make_article, make_user

# SQLite writes one after the other: a crowd would only wait.
MANY = 50 if connection.vendor == "postgresql" else 8
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def save_at_once(article, bodies):
    """Everybody opens the same version, then all press Save in the same moment."""
    user = make_user("chief")
    editors = []
    for _ in bodies:
        client = Client()
        client.force_login(user)
        editors.append(client)
    fields = opened(editors[0], address(article, "change/"))
    start = Barrier(len(bodies))

    def save(client, body):
        start.wait()
        try:
            return client.post(address(article, "change/"), fields | {"body": body, "_save": ""})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(save, editors, bodies))


def test_many_editors_of_as_many_paragraphs_all_win():
    texts = [f"Paragraph {number}." for number in range(MANY)]
    article = make_article(body=paragraphs(texts))
    bodies = [
        paragraphs([*texts[:number], f"Paragraph {number}, mended.", *texts[number + 1 :]])
        for number in range(MANY)
    ]

    answers = save_at_once(article, bodies)

    article.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * MANY
    assert article.body == paragraphs(f"Paragraph {number}, mended." for number in range(MANY))
    numbers = article.revisions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, MANY + 2))


def test_of_many_editors_of_one_paragraph_one_wins_and_the_others_are_shown_both():
    article = make_article(body="<p>One.</p>")

    answers = save_at_once(article, [f"<p>Mine, {number}.</p>" for number in range(MANY)])

    won = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert len(won) == 1
    article.refresh_from_db()
    assert article.body == f"<p>Mine, {won[0]}.</p>"
    assert article.revisions.count() == 2
    for number, answer in enumerate(answers):
        if number != won[0]:
            fields = fields_of(answer)
            assert fields["body"] == f"<p>Mine, {number}.</p>"
            assert json.loads(fields["overlap-0"])["theirs"] == article.body
