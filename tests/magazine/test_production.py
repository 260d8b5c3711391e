import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.checks import Tags, run_checks

from magazine.checks import redis_can_be_asked
from magazine.demo import logins
from magazine.production import faults
from magazine.secret_key import kept_key

ROOT = Path(__file__).resolve().parent.parent.parent
STRONG = "kX9-2fVqLr7TzWm4YbNc8HdJs6GpAe3UuQxRi5Ev1ZoMyKtBn0"
READY = {
    "debug": False,
    "key": STRONG,
    "host": "magazine.example.org",
    "mail": "smtp+tls://u:p@mail.example.org:587",
}


def test_a_magazine_with_everything_starts():
    assert faults(**READY) == []


@pytest.mark.parametrize(
    ("lacking", "number"),
    [
        ({"debug": True}, "magazine.E001"),
        ({"key": ""}, "magazine.E002"),
        ({"key": "short"}, "magazine.E003"),
        ({"key": "a" * 60}, "magazine.E003"),
        ({"key": "django-insecure-" + STRONG}, "magazine.E003"),
        ({"host": None}, "magazine.E004"),
        ({"mail": ""}, "magazine.E005"),
    ],
)
def test_what_is_lacking_is_named(lacking, number):
    assert [fault.split(":")[0] for fault in faults(**READY | lacking)] == [number]


def test_every_fault_is_told_at_once():
    assert len(faults(debug=True, key="", host=None, mail="")) == 4


def manage(data, *arguments, **environment):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


def test_production_refuses_to_start_and_says_why(tmp_path):
    done = manage(tmp_path, "check", SITE_URL="https://magazine.example.org", DEBUG="1")

    assert done.returncode == 1
    for number in ("magazine.E001", "magazine.E002", "magazine.E005"):
        assert number in done.stderr


def test_http_is_for_the_own_machine_alone(tmp_path):
    done = manage(tmp_path, "check", SITE_URL="http://magazine.example.org")

    assert done.returncode == 1
    assert "SITE_URL must be https, except on your own machine." in done.stderr


def test_the_laptops_key_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "new" / "secret_key"

    first = kept_key(path)

    assert kept_key(path) == first
    assert len(first) > 50
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_demos_password_opens_nothing_on_the_open_web(db, settings):
    settings.SECURE = True
    User.objects.create_user("chief", password=logins.PASSWORD)
    User.objects.create_user("editor", password="a password of her own")

    found = run_checks(tags=[Tags.database], databases=["default"])

    assert [(error.id, "chief" in error.msg, "editor" in error.msg) for error in found] == [
        ("magazine.E007", True, False)
    ]


def test_redis_without_its_package_is_named(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "magazine.cache.PatientCache"}}
    assert redis_can_be_asked(None) == []
    monkeypatch.setattr("magazine.checks.find_spec", lambda name: None)

    assert [error.id for error in redis_can_be_asked(None)] == ["magazine.E006"]


def test_pip_can_install_what_uv_would():
    """Where uv cannot be had, the same versions come from the same lock."""
    done = subprocess.run(
        [sys.executable, ROOT / "bin/requirements.py", "--group", "dev", "--extra", "redis"],
        capture_output=True,
        text=True,
    )
    wanted = dict(line.split()[0].split("==") for line in done.stdout.splitlines())

    assert wanted["django"] == version("django")
    assert wanted["redis"] == version("redis")
    assert wanted["pytest"] == version("pytest")
    assert all("--hash=sha256:" in line for line in done.stdout.splitlines())
