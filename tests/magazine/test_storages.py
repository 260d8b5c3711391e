"""Pictures in an S3-compatible store: a real endpoint on loopback, over HTTP."""

import http.client
import json
from datetime import timedelta
from urllib.parse import urlsplit

import boto3
import environ
import pytest
from django.core.files.storage import default_storage, storages
from moto.server import ThreadedMotoServer

from articles.models import Image
from articles.pictures import library, renditions, shapes
from articles.pictures.inspection import inspect
from magazine.storages import picture_hosts
from magazine.storages import storages as storages_of
from tests.articles.pictures.files import picture_file

pytestmark = pytest.mark.django_db

KEYS = {"S3_ACCESS_KEY_ID": "testing", "S3_SECRET_ACCESS_KEY": "testing"}


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client_at(endpoint):
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


@pytest.fixture
def bucket(endpoint, settings, monkeypatch, request):
    """An empty bucket whose policy lets everybody read files/, and settings that name it."""
    name = f"magazine-{abs(hash(request.node.name))}"
    s3 = client_at(endpoint)
    s3.create_bucket(Bucket=name)
    allow = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/files/*",
    }
    s3.put_bucket_policy(
        Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    )
    for key, value in {
        **KEYS,
        "S3_BUCKET": name,
        "S3_ENDPOINT_URL": endpoint,
        "S3_REGION": "us-east-1",
        "S3_ADDRESSING_STYLE": "path",
    }.items():
        monkeypatch.setenv(key, value)
    kept = storages_of(environ.Env(), settings.DATA_DIR)
    settings.STORAGES = settings.STORAGES | {
        "default": kept["default"],
        "originals": kept["originals"],
    }
    return name


def names_in(endpoint, bucket, folder):
    listed = client_at(endpoint).list_objects_v2(Bucket=bucket, Prefix=folder)
    return {each["Key"] for each in listed.get("Contents", [])}


def asked(url):
    """Status and headers of a reader's request, without any key."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.request("GET", address.path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


def test_a_picture_lives_in_the_bucket_and_readers_reach_its_renditions_alone(endpoint, bucket):
    image = library.store(picture_file(400, 300)).image
    renditions.make_all(image)

    wanted = {f"files/{name}" for name in shapes.names(image.renditions)}
    assert names_in(endpoint, bucket, "files/") == wanted
    assert names_in(endpoint, bucket, "originals/") == {f"originals/{image.file.name}"}
    key, _ = image.renditions["whole"]
    for extension, media_type in shapes.MEDIA_TYPES.items():
        status, headers = asked(default_storage.url(f"{key}-320.{extension}"))
        assert (status, headers["Content-Type"]) == (200, media_type)
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    original = f"{endpoint}/{bucket}/originals/{image.file.name}"
    assert asked(original)[0] == 403


def test_a_rendition_has_a_plain_address_that_never_ends(bucket, endpoint):
    assert default_storage.url("ab/cd-320.avif") == f"{endpoint}/{bucket}/files/ab/cd-320.avif"


def test_replacing_and_removing_leave_nothing_behind(
    endpoint, bucket, django_capture_on_commit_callbacks
):
    image = library.store(picture_file(400, 300)).image
    with django_capture_on_commit_callbacks(execute=True):
        library.replace(image, picture_file(500, 300))
    assert names_in(endpoint, bucket, "originals/") == {f"originals/{image.file.name}"}

    with django_capture_on_commit_callbacks(execute=True):
        library.remove(image)
    assert names_in(endpoint, bucket, "") == set()


def test_rows_and_the_bucket_are_compared_and_mended(endpoint, bucket):
    image = library.store(picture_file(400, 300)).image
    renditions.make_all(image)
    assert inspect().is_clean

    key, _ = image.renditions["whole"]
    default_storage.delete(f"{key}-320.avif")
    client_at(endpoint).put_object(Bucket=bucket, Key="files/ab/stray.avif", Body=b"x")
    findings = inspect(grace=timedelta(hours=-1))

    assert findings.lost_renditions == [f"{key}-320.avif"]
    assert "ab/stray.avif" in findings.stray_renditions
    image.refresh_from_db()
    renditions.make_all(image)
    assert names_in(endpoint, bucket, "files/") == {
        f"files/{name}" for name in shapes.names(image.renditions)
    }


def test_a_store_that_does_not_answer_leaves_no_row(settings, bucket, monkeypatch):
    for which in ("default", "originals"):
        options = storages.backends[which]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
        broken = settings.STORAGES[which] | {"OPTIONS": options}
        good = settings.STORAGES
        settings.STORAGES = good | {which: broken}
        with pytest.raises(Exception, match=r"127\.0\.0\.1:9"):
            library.store(picture_file())
        assert Image.objects.count() == 0
        settings.STORAGES = good


def test_pages_may_show_pictures_from_the_store_and_from_nowhere_else(monkeypatch):
    env = environ.Env()
    assert picture_hosts(env) == []
    monkeypatch.setenv("S3_BUCKET", "magazine")
    assert picture_hosts(env) == ["https://magazine.s3.amazonaws.com"]
    monkeypatch.setenv("S3_ENDPOINT_URL", "https://s3.example.org")
    assert picture_hosts(env) == ["https://s3.example.org"]
    monkeypatch.setenv("S3_PUBLIC_HOST", "pictures.example.org")
    assert picture_hosts(env) == ["https://pictures.example.org"]
