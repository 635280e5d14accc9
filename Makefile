# Two commands are enough: `make run` sets up and serves the academy, `make test` sets up and runs every test.
SHELL := /bin/sh
PY ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
B := .venv/bin
PORT ?= 8000
DEMO ?= 1
export PYTHONPATH :=

.PHONY: run test check bench screenshots messages lock clean

run: .venv/ready-run
	@$(B)/python scripts/serve.py --port $(PORT) --demo $(DEMO)

test: .venv/ready-dev
	@$(B)/python scripts/compile_messages.py
	@$(B)/python -m pytest $(ARGS)

check: .venv/ready-dev
	@$(B)/python scripts/compile_messages.py
	@$(B)/ruff check --quiet .
	@$(B)/ruff format --quiet --check .
	@$(B)/mypy --no-error-summary .
	@$(B)/lint-imports --no-cache >var/lint-imports.log 2>&1 || { cat var/lint-imports.log; exit 1; }
	@git ls-files 'templates/*.html' | xargs $(B)/djhtml --check --tabwidth 2 >var/djhtml.log 2>&1 || { cat var/djhtml.log; exit 1; }
	@$(B)/python manage.py makemigrations --check --dry-run -v0
	@$(B)/python manage.py check --fail-level WARNING 2>&1 | grep -v '^System check identified no issues' || true
	@for po in $$(git ls-files 'locale/*.po'); do msgfmt --check -o /dev/null $$po || exit 1; done

bench: .venv/ready-dev
	@$(B)/python -m bench $(ARGS)

screenshots: .venv/ready-dev
	@$(B)/python scripts/screenshots.py

messages: .venv/ready-dev
	@$(B)/python manage.py makemessages -l zh_Hans --no-location --no-obsolete --no-wrap -i .venv -i var -i bench
	@$(B)/python scripts/compile_messages.py

lock:
	@$(B)/python -m pip install -q 'uv>=0.9'
	@for name in base dev; do out=requirements.txt; [ $$name = dev ] && out=requirements-dev.txt; \
	  $(B)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q requirements/$$name.in -o $$out; done

clean:
	@rm -rf .venv var
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-run: requirements.txt scripts/bootstrap.py
	@test -n "$(PY)" || { echo "Python 3.11 or newer was not found. Debian: apt install python3 python3-venv; macOS: brew install python@3.13"; exit 1; }
	@$(PY) scripts/bootstrap.py requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt scripts/bootstrap.py
	@test -n "$(PY)" || { echo "Python 3.11 or newer was not found. Debian: apt install python3 python3-venv; macOS: brew install python@3.13"; exit 1; }
	@$(PY) scripts/bootstrap.py requirements-dev.txt
	@mkdir -p var
	@touch $@ .venv/ready-run
