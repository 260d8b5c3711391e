# Every target makes what it needs; `make` alone lists them.
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check format

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

setup: ## make .venv, the database and the demo magazine, and stop there
	@bin/environment
	@$(PY) manage.py serve --only-prepare

run: ## serve the magazine at http://127.0.0.1:8000/ until Ctrl+C (PORT=, DATA_DIR=)
	@bin/environment
	@exec $(PY) manage.py serve --prepare --parent $$PPID

demo: ## fill an empty database with the demo magazine, and stop there
	@bin/environment
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

test: ## all tests, on SQLite and PostgreSQL, and in a real browser
	@bin/environment --group dev
	@exec $(PY) -m tests

check: ## what CI runs: style, settings, migrations, then all tests
	@bin/environment --group dev
	@bin/check
	@exec $(PY) -m tests

format: ## put code and templates into the one style
	@bin/environment --group dev
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@git ls-files -z -- '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2
