# `make` alone lists what can be done.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
FLASK := $(VENV)/bin/flask --app wsgi
PYTEST := $(RUN) -m pytest
FRONT := $(shell find app/frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
WORDS := $(wildcard app/translations/zh_Hans/*.po)

export MINGCHA_INSTANCE ?= $(CURDIR)/instance

.DEFAULT_GOAL := help
.PHONY: help run test test-faults bench check screenshots lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: .stamps/run .stamps/front ## start the demo bureau at http://localhost:8000 (PORT=…)
	@exec env MINGCHA_DEMO=1 $(RUN) -m app.launch $(PORT)

test: .stamps/dev .stamps/front ## run the tests on SQLite and PostgreSQL, with a real browser
	@.ci/install-system
	$(PYTEST) -n 2 --dist loadscope -m "not faults" $(ARGS)

test-faults: .stamps/dev .stamps/front ## kill the server and cut the line, many times
	@.ci/install-system
	$(PYTEST) -m faults $(ARGS)

bench: .stamps/dev .stamps/front ## print speeds; only ratios fail
	@.ci/install-system
	$(RUN) -m tests.bench $(ARGS)

check: .stamps/dev ## lint and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

screenshots: .stamps/dev .stamps/front ## open every page and write contact sheets to build/screens
	@.ci/install-system
	$(RUN) -m tests.screenshots $(ARGS)

lock: ## compile the pinned requirements anew (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

.stamps/venv:
	@.ci/make-venv $(PYTHON) $(VENV)
	@mkdir -p .stamps && touch $@

.stamps/run: .stamps/venv requirements.txt
	@.ci/install $(VENV) requirements.txt
	@$(RUN) -m compileall -q app inspections maps config.py wsgi.py
	@touch $@

.stamps/dev: .stamps/venv requirements-dev.txt
	@.ci/install $(VENV) requirements-dev.txt
	@touch $@ .stamps/run

.stamps/front: .stamps/run $(FRONT) $(WORDS)
	@$(RUN) app/frontend/build.py
	@$(RUN) -c "from app.words import build_catalogue; build_catalogue()"
	@touch $@
