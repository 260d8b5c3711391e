"""The printed configuration in a real nginx, before the real server."""

import os
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from tests.servers.nginx import find_nginx, nginx
from tests.servers.postgres import free_port
from tests.servers.site import ROOT, wait_for

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(not find_nginx(), reason="no nginx here"),
]
WRITE = """
from articles.models import Article, Edition, Section
from tests.factories import make_published
make_published(section=Section.objects.create(name="Europe", slug="europe"), slug="a-story")
"""


class Site:
    """The magazine behind nginx, on files of its own."""

    def __init__(self, data):
        self.port, self.behind, self.data = free_port(), free_port(), data
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(data),
            "PORT": str(self.behind),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PAGE_FILES": "on",
        }

    def manage(self, *arguments):
        command = [sys.executable, ROOT / "manage.py", *arguments]
        run = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, cwd=ROOT
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def ask(self, path, method="GET", **headers):
        client = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            client.request(method, path, headers=headers)
            answer = client.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()
        finally:
            client.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    data = tmp_path_factory.mktemp("behind-nginx")
    data.parent.parent.chmod(0o755)
    data.parent.chmod(0o755)
    data.chmod(0o755)
    site = Site(data)
    site.manage("migrate", "--verbosity", "0")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.manage("shell", "-v", "0", "-c", WRITE)
    serve = [sys.executable, ROOT / "manage.py", "serve", "--no-worker"]
    magazine = subprocess.Popen(
        [*serve, "--port", str(site.behind)], env=site.environment, cwd=ROOT
    )
    configuration = site.manage("nginx_config", "--listen", f"127.0.0.1:{site.port}")
    try:
        wait_for(f"http://127.0.0.1:{site.behind}", magazine)
        with nginx(data, configuration, f"http://127.0.0.1:{site.port}"):
            yield site
    finally:
        magazine.terminate()
        magazine.wait(timeout=30)


def asked_of_the_magazine(answer):
    """Our server names itself; nginx names itself only where it answered alone."""
    return "nginx" in answer[1].get("server", "") and "last-modified" not in answer[1]


def test_nginx_answers_a_hot_page_itself_and_says_what_the_magazine_says(site):
    for _ in range(30):
        answer = site.ask("/europe/a-story/")
        if not asked_of_the_magazine(answer):
            break
        time.sleep(0.1)

    own = site.ask("/europe/a-story/", Cookie="")
    dynamic = site.ask("/europe/a-story/?utm_source=x")
    assert not asked_of_the_magazine(answer)
    assert asked_of_the_magazine(dynamic)
    assert own[0] == dynamic[0] == 200
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        # The policy's directives come in any order.
        assert set(own[1][name].split("; ")) == set(dynamic[1][name].split("; "))
    assert own[2] == dynamic[2]


def test_an_unpublished_article_is_gone_from_nginx_at_once(site):
    assert site.ask("/europe/a-story/")[0] == 200

    unpublish = 'Article.objects.get(slug="a-story").unpublish()'
    site.manage("shell", "-v", "0", "-c", f"from articles.models import Article; {unpublish}")

    assert site.ask("/europe/a-story/")[0] == 410


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/admin/", "GET", 302),
        ("/", "POST", 403),
        ("/../../../etc/passwd", "GET", 400),
        ("/no-such-page/", "GET", 404),
        ("/1732385110/index.html", "GET", 404),
    ],
)
def test_everything_else_reaches_the_magazine(site, path, method, status):
    assert site.ask(path, method)[0] == status


def test_the_magazine_gets_the_address_as_it_was_asked_for(site):
    status, _, body = site.ask("/search/?q=caf%C3%A9%20%26%20%22quay%22")
    assert status == 200
    assert 'value="café &amp; &quot;quay&quot;"' in body.decode()
    assert site.ask("/europe?page=2")[1]["location"] == "/europe/?page=2"


@pytest.mark.parametrize("path", ["/", "/europe/", "/europe/a-story/"])
def test_no_miss_is_written_to_the_error_log(site, path):
    site.ask(path)
    assert "No such file" not in (site.data / "error.log").read_text()
