"""JSON-LD expanded by rdflib, which knows nothing of us: what a machine makes of a page."""

import json
import re
from pathlib import Path

import pytest
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from articles.models import Correction
from tests.articles.whole import SITE, make_whole_article
from tests.factories import NOON

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD still uses what rdflib wants nobody to use.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]

SCHEMA = Namespace("https://schema.org/")
# Stands in for the context that schema.org serves: nothing is fetched.
CONTEXT = json.loads((Path(__file__).parent / "schemas/schema-org-context.json").read_text())
ARTICLE = URIRef(f"{SITE}/europe/the-quay/#article")
PATHS = ["/", "/europe/", "/europe/the-quay/", "/authors/ada-lind/", "/tags/ports/", "/archive/"]


def facts(client, path):
    """The triples of a page."""
    page = client.get(path).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(block)
    assert data.pop("@context") == "https://schema.org"
    return Graph().parse(data=json.dumps(CONTEXT | data), format="json-ld")


def words(graph, subject, name):
    return sorted(str(value) for value in graph.objects(subject, SCHEMA[name]))


@pytest.mark.parametrize("path", PATHS)
def test_every_word_is_schema_orgs_and_every_address_whole(path, client):
    make_whole_article()

    graph = facts(client, path)

    named = [each for triple in graph for each in triple if isinstance(each, URIRef)]
    assert [each for each in named if not re.match("https?://[^/]+/", each)] == []
    assert {each for each in graph.predicates() if each not in SCHEMA} == {RDF.type}
    assert set(graph.subjects()) == set(graph.subjects(RDF.type))


@pytest.mark.parametrize("path", PATHS)
def test_who_publishes_is_told_where_the_page_refers_to_it(path, client):
    make_whole_article()

    graph = facts(client, path)

    publisher = URIRef(f"{SITE}/#organization")
    assert graph.value(publisher, RDF.type) == SCHEMA.NewsMediaOrganization
    assert words(graph, publisher, "name") != []
    assert words(graph, graph.value(publisher, SCHEMA.logo), "url") != []
    assert set(graph.objects(None, SCHEMA.publisher)) <= {publisher}


def test_an_article_is_known_by_its_kind_people_times_and_corrections(client):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "The quay is in Malmö.", at=NOON)

    graph = facts(client, "/europe/the-quay/")

    assert graph.value(ARTICLE, RDF.type) == SCHEMA.AnalysisNewsArticle
    told = graph.value(ARTICLE, SCHEMA.datePublished)
    assert (told.datatype, told.toPython()) == (XSD.dateTime, NOON)
    people = list(graph.objects(ARTICLE, SCHEMA.author))
    assert {graph.value(each, RDF.type) for each in people} == {SCHEMA.Person}
    assert {words(graph, each, "name")[0] for each in people} == {"Ada Lind", "Bo Ek"}
    corrected = graph.value(ARTICLE, SCHEMA.correction)
    assert graph.value(corrected, RDF.type) == SCHEMA.CorrectionComment
    assert words(graph, corrected, "text") == ["Correction: The quay is in Malmö."]


def test_each_of_three_pictures_has_its_size_credit_and_creators(client):
    make_whole_article()

    graph = facts(client, "/europe/the-quay/")

    pictures = list(graph.objects(ARTICLE, SCHEMA.image))
    sizes = {
        (graph.value(each, SCHEMA.width), graph.value(each, SCHEMA.height)) for each in pictures
    }
    assert sizes == {(Literal(1200), Literal(height)) for height in (675, 900, 1200)}
    for each in pictures:
        assert graph.value(each, RDF.type) == SCHEMA.ImageObject
        assert words(graph, each, "contentUrl")[0].startswith(f"{SITE}/files/aa/")
        assert words(graph, each, "creditText") == ["Jane Doe / Northlight · Max Roe"]
        creators = list(graph.objects(each, SCHEMA.creator))
        assert {name for one in creators for name in words(graph, one, "name")} >= {"Max Roe"}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("/europe/the-quay/", [("Europe", "/europe/"), ("The quay", "/europe/the-quay/")]),
        ("/europe/", [("Europe", "/europe/")]),
        ("/authors/ada-lind/", [("Ada Lind", "/authors/ada-lind/")]),
    ],
)
def test_breadcrumbs_are_a_list_in_order(path, steps, client):
    make_whole_article()

    graph = facts(client, path)

    (trail,) = graph.subjects(RDF.type, SCHEMA.BreadcrumbList)
    rows = sorted(
        (graph.value(step, SCHEMA.position).toPython(), step)
        for step in graph.objects(trail, SCHEMA.itemListElement)
    )
    assert [place for place, _ in rows] == list(range(1, len(steps) + 2))
    told = [(words(graph, step, "name")[0], words(graph, step, "item")[0]) for _, step in rows]
    assert told[1:] == [(name, f"{SITE}{address}") for name, address in steps]
    assert told[0][1] == f"{SITE}/"
