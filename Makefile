# What is typed to set up, run and check Racedesk. `make` alone lists it.
PYTHON3 := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.DELETE_ON_ERROR:
.PHONY: help install demo test check format editor drills benchmarks

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

install: .venv/.installed .env ## Make the virtual environment, .env and the database: manage.py is ready to use
	@mkdir -p .demo
	@$(PYTHON3) manage.py migrate -v 0

demo: install ## Load the 2026 women's 1000m and serve it on HOST and PORT (127.0.0.1:8000)
	@bin/demo

test: .venv/.installed-dev ## Run every test on SQLite, then all but the browser tests on PostgreSQL
	@bin/test

check: .venv/.installed-dev ## Check style, templates, floors, migrations and types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	.venv/bin/lint-imports
	SECRET_KEY=check DATABASE_URL=sqlite://:memory: $(PYTHON3) manage.py makemigrations --check --dry-run
	.venv/bin/mypy

format: .venv/.installed-dev ## Mend what ruff and djade can mend
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

editor: ## Bundle editor/ into static/js/editor.js (needs Node.js; the bundle is committed)
	cd editor && npm ci --no-audit --no-fund && npm run build

drills: .venv/.installed-dev ## Run the long tests: kills, concurrency, fuzzing at their full numbers
	@$(PYTHON3) -m pytest -m drill || { test $$? -eq 5 && echo "There are no drills yet."; }

benchmarks: .venv/.installed-dev ## Run every script of benchmarks/
	@set -e; for script in benchmarks/*.py; do \
		if test -e "$$script"; then $(PYTHON3) "$$script"; else echo "There are no benchmarks yet."; fi; \
	done

.venv/.installed: requirements.txt
	@$(PYTHON3) -c '' 2>/dev/null || { python=$$(bin/find-python) && \
		{ "$$python" -c 'import ensurepip' 2>/dev/null || bin/apt-install python3-venv; } && \
		"$$python" -m venv --clear .venv; }
	@echo "Installing requirements.txt"
	@$(PYTHON3) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing requirements-dev.txt"
	@$(PYTHON3) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.env: | .venv/.installed
	@umask 077 && $(PYTHON3) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@
	@echo "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]" >> $@
