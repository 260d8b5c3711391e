# Every target makes what it needs; `make` alone lists them.
# Who brings an environment of their own: make run ENVIRONMENT=true PY=/path/to/python
ENVIRONMENT := bin/environment
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check format pictures bench words

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

setup: ## make .venv, the database and the demo magazine, and stop there
	@$(ENVIRONMENT)
	@$(PY) manage.py serve --only-prepare

run: ## serve the magazine at http://127.0.0.1:8000/ until Ctrl+C (PORT=, DATA_DIR=)
	@$(ENVIRONMENT)
	@exec $(PY) manage.py serve --prepare --parent $$PPID

demo: ## fill an empty database with the demo magazine, and stop there
	@$(ENVIRONMENT)
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

test: ## all tests, on SQLite and PostgreSQL, and in a real browser
	@$(ENVIRONMENT) --group dev
	@exec $(PY) -m tests

check: ## what CI runs: style, settings, migrations, then all tests
	@$(ENVIRONMENT) --group dev
	@bin/check
	@exec $(PY) -m tests

pictures: ## the handbook's pictures, from the demo magazine in a real browser
	@$(ENVIRONMENT) --group dev
	@PICTURES=yes $(PY) -m pytest -q tests/browser/test_desk_screens.py -k handbook

bench: ## measure pages, cold and hot, the desk, and growth (BENCH_ARTICLES=20000)
	@$(ENVIRONMENT) --group dev
	@exec $(PY) -m bench

format: ## put code and templates into the one style
	@$(ENVIRONMENT) --group dev
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@git ls-files -z -- '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2

words: ## gather the words that readers see into locale/, and compile what is translated
	@$(ENVIRONMENT) --group dev
	@$(PY) bin/words.py
