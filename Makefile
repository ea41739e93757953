# One command each: `make run` to try it, `make test` before a change goes in.
# Works for an ordinary user; nothing is installed outside this folder, except
# Chromium for the browser tests (see `make setup`).

PORT ?= 8000
JOBS ?= 2
PYTHON ?= $(firstword $(shell command -v python3.11 python3 2>/dev/null) python3.11)
UV_VERSION := 0.13.9

# A name of its own for the virtual environment, whatever the shell has activated.
unexport VIRTUAL_ENV
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never

RUN_PYTHON := .venv/bin/python
PYTEST := .venv/bin/python -m pytest
# The tests choose their own database; what the shell has set is not for them.
ON_SQLITE := env -u DATABASE_URL
# A key for checks only: it signs nothing.
CHECK_ENV = env -u HTTPS DJANGO_SETTINGS_MODULE=config.settings.base \
	DATABASE_URL=sqlite://:memory: ALLOWED_HOSTS=record.example.org \
	SECRET_KEY="$$($(RUN_PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup run dev test lint lock clean tools-present packages browser

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: packages browser ## Install everything that running and testing need
	@echo "Ready: make run, make test"

run: packages ## Serve on http://127.0.0.1:8000 with example data (PORT=8001 for another port)
	@PORT=$(PORT) $(RUN_PYTHON) tools/run.py

dev: packages ## The same with Django's own server, which reloads when a file changes
	@PORT=$(PORT) $(RUN_PYTHON) tools/run.py --dev

test: packages browser ## All tests: on SQLite, on PostgreSQL, in a browser
	@failed=0; \
	echo "== Tests 1/3: SQLite"; \
	$(ON_SQLITE) $(PYTEST) -n $(JOBS) -m "not e2e" || failed=1; \
	echo "== Tests 2/3: PostgreSQL"; \
	case "$$DATABASE_URL" in \
	postgres*|psql*|pgsql*) $(PYTEST) -n $(JOBS) -m "not e2e" || failed=1 ;; \
	*) $(RUN_PYTHON) tools/pgtmp.py -- $(PYTEST) -n $(JOBS) -m "not e2e" || failed=1 ;; \
	esac; \
	echo "== Tests 3/3: browser journeys"; \
	$(ON_SQLITE) $(PYTEST) -n $(JOBS) -m e2e || failed=1; \
	if [ $$failed = 0 ]; then echo "All tests passed."; else echo "Tests failed."; fi; \
	exit $$failed

lint: packages ## Style, templates, missing migrations, deployment checks
	@failed=0; \
	echo "== Python style"; \
	.venv/bin/ruff check . || failed=1; \
	.venv/bin/ruff format --check . || failed=1; \
	echo "== Templates"; \
	find . -name '*.html' -path '*/templates/*' \
		-not -path './.*' -not -path './node_modules/*' \
		-not -path './build/*' -not -path './var/*' -print0 \
		| xargs -0 -r .venv/bin/djade --check --target-version 5.2 || failed=1; \
	echo "== Migrations"; \
	$(CHECK_ENV) $(RUN_PYTHON) manage.py makemigrations --check --dry-run || failed=1; \
	echo "== Deployment"; \
	$(CHECK_ENV) $(RUN_PYTHON) manage.py check --deploy --fail-level WARNING || failed=1; \
	if [ $$failed = 0 ]; then echo "Lint passed."; else echo "Lint failed."; fi; \
	exit $$failed

lock: .venv/ok ## Write the lock files anew after a change to pyproject.toml or package.json
	.tools/bin/uv lock
	.tools/bin/uv export -q --frozen --no-header -o requirements-dev.txt
	.tools/bin/uv export -q --frozen --no-header --no-dev -o requirements.txt
	npm install --package-lock-only --loglevel=error

clean: ## Remove what setup made; the data in var/ stays
	@rm -rf .venv .tools node_modules build var/static \
		.pytest_cache .ruff_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed packages, built files and caches. Kept: var/ (the data)."

# --- What the targets above stand on ---

packages: tools-present .venv/ok node_modules/.ok build/theme/dialog.css

# Everything that is missing is named before anything is installed.
tools-present:
	@missing=0; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 is missing: apt-get install python3.11 python3.11-venv" >&2; \
		missing=1; }; \
	test $$missing = 1 || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing: apt-get install python3.11-venv" >&2; \
		missing=1; }; \
	if ! command -v node >/dev/null; then \
		echo "Node 20 or newer is missing: apt-get install nodejs npm" >&2; missing=1; \
	elif ! node -e 'process.exit(Number(parseInt(process.versions.node) < 20))'; then \
		echo "Node $$(node --version) is too old; 20 or newer is needed: apt-get install nodejs npm (from Debian 13 or nodejs.org)" >&2; missing=1; \
	elif ! command -v npm >/dev/null; then \
		echo "npm is missing: apt-get install npm" >&2; missing=1; \
	fi; \
	exit $$missing

# uv is quick; where it is not to be had, pip installs the same versions and hashes.
.venv/ok: uv.lock requirements-dev.txt
	@echo "1/4 Python packages …"
	@rm -f $@
	@if { test -x .tools/bin/python || $(PYTHON) -m venv .tools; } \
		&& .tools/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION) \
		&& .tools/bin/uv sync -q --frozen --python "$(PYTHON)"; then :; \
	else \
		echo "    uv is not to be had here; using pip, which takes longer"; \
		$(PYTHON) -m venv --clear .venv \
		&& .venv/bin/python -m pip install -qq --disable-pip-version-check \
			--require-hashes -r requirements-dev.txt; \
	fi
	@touch $@

node_modules/.ok: package-lock.json .npmrc
	@echo "2/4 Front-end packages …"
	@npm ci --no-progress --loglevel=error >/dev/null
	@touch $@

build/theme/dialog.css: frontend/designsystemet.config.json node_modules/.ok
	@echo "3/4 Design tokens and theme …"
	@mkdir -p build
	@npm run --silent theme > build/theme.log 2>&1 || { cat build/theme.log; exit 1; }
	@touch $@

# For the browser tests. Never fails: the tests themselves say what they lack.
browser:
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; \
	then exit 0; fi >/dev/null; \
	echo "4/4 Chromium …"; \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	if command -v apt-get >/dev/null && $$sudo true 2>/dev/null \
		&& $$sudo apt-get update -qq \
		&& $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends chromium fonts-liberation >/dev/null; \
	then exit 0; fi; \
	echo "    Could not install Chromium; the browser tests need it:"; \
	echo "    apt-get install chromium fonts-liberation"
