"""The arrows of the house: magazine → newsletter → articles, and in an app from urls to html."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("articles", "newsletter", "magazine")
# What articles offers to newsletter. Adding a line is a decision: write it into docs/decisions.md.
OFFERED = (
    "articles.models",
    "articles.html",
    "articles.offers",
    "articles.background",
    "articles.pictures.markup",
    "articles.pictures.uses",
)
# A file is named for a thing.
NOT_A_THING = {"services", "utils", "helpers", "mixins", "constants", "signals", "core", "common"}
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 500, 800, 45
# One place makes safe strings.
MAKERS_OF_SAFE_STRINGS = ("articles/html/",)


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(path for path in paths if path.exists() and "migrations" not in path.parts)


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree):
    """Every module of ours that is imported, as a dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in APPS)


FILES = {path: ast.parse(path.read_text()) for path in tracked("*.py")}
OURS = {path: tree for path, tree in FILES.items() if module_of(path).startswith(APPS)}


def breaches(importer, forbidden):
    """Every import of what is forbidden, by modules whose name begins with `importer`."""
    return [
        f"{module_of(path)} imports {name}"
        for path, tree in OURS.items()
        if re.match(rf"{importer}(\.|$)", module_of(path))
        for name in imports_of(tree)
        if forbidden(name)
    ]


def test_articles_know_of_nothing_above_them():
    assert breaches("articles", lambda name: not name.startswith("articles.")) == []


def test_newsletter_takes_only_what_articles_offer():
    def forbidden(name):
        return not name.startswith(("newsletter.", *OFFERED))

    assert breaches("newsletter", forbidden) == []


@pytest.mark.parametrize("app", ["articles", "newsletter"])
def test_models_know_nothing_of_forms_views_and_the_desk(app):
    above = tuple(f"{app}.{name}" for name in ("views", "forms", "admin", "desk", "urls", "feeds"))

    assert breaches(rf"{app}\.models", lambda name: name.startswith(above)) == []


def test_html_knows_nothing_but_itself():
    assert breaches(r"articles\.html", lambda name: not name.startswith("articles.html.")) == []


def test_readers_pages_know_nothing_of_the_desk():
    pages = r"articles\.(views|feeds|sitemaps|search|structured|companions|fronts|frame)"

    assert breaches(pages, lambda name: name.startswith("articles.desk")) == []


def functions():
    for path, tree in FILES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(ROOT), node


def test_imports_stand_at_the_top():
    """AppConfig.ready() is the one place where the apps must be loaded first."""
    inside = {
        f"{path}: {function.name}"
        for path, function in functions()
        if path.parts[0] in APPS and not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert inside == set()


def test_functions_stay_short():
    long = {
        f"{path}: {function.name}"
        for path, function in functions()
        if path.parts[0] in APPS and function.end_lineno - function.lineno >= LONGEST_FUNCTION
    }

    assert long == set()


def test_files_stay_short_and_are_named_for_a_thing():
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked("*.py", "*.js", "*.html")
        if NOT_A_THING & {path.stem, *path.relative_to(ROOT).parent.parts}
        or len(path.read_text().splitlines())
        > (LONGEST_TEST_FILE if path.is_relative_to(ROOT / "tests") else LONGEST_FILE)
    ]

    assert wrong == []


UNSAFE = re.compile(r"\bmark_safe\b|\bSafeString\(|\|\s*safe\b|\bautoescape off\b|\bis_safe\s*=")


def test_only_one_place_makes_safe_strings():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("articles/*.py", "newsletter/*.py", "magazine/*.py", "*.html")
        if not str(path.relative_to(ROOT)).startswith(MAKERS_OF_SAFE_STRINGS)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNSAFE.search(line)
    ]

    assert found == []


def test_a_test_stands_where_its_subject_stands():
    """tests/articles/test_views.py is about articles/views.py, or about what all of articles do."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in tracked("tests/**/test_*.py")}
    homeless = [
        str(folder)
        for folder in folders
        if str(folder) not in {".", "browser", "bench"} and not (ROOT / folder).is_dir()
    ]

    assert homeless == []
