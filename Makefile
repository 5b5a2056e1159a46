# Two commands matter: `make demo` opens the practice workspace, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := deploy/constraints.txt
PORT ?= 8765
# More than there are cores: many tests wait for an answer of the practice workspace.
WORKERS ?= 4
KILLS ?= 600
MINUTES ?= 30

.PHONY: help setup demo test chaos lint types layers check constraints pictures clean

help:
	@echo "make demo    open the practice workspace (PORT=$(PORT))"
	@echo "make test    everything that CI checks"
	@echo "make chaos   kill processes while alerts are told (KILLS=$(KILLS), MINUTES=$(MINUTES))"
	@echo "make setup   make the environment alone ($(BIN)/caseload)"

# The product alone: what an authority installs.
$(VENV)/.product: pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Caseload needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Caseload into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS) --editable .
	@touch $@

# The product with the tools that test it.
$(VENV)/.dev: $(VENV)/.product
	@echo "Installing the test tools into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS) --editable '.[dev]'
	@touch $@

setup: $(VENV)/.product

demo: $(VENV)/.product
	@$(BIN)/caseload demo --port $(PORT)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

check: lint types layers

test: check
	$(BIN)/pytest -n $(WORKERS)

# Nothing lost and nothing doubled, however many processes are killed; a short form is in the suite.
# The package that brings PostgreSQL complains where nobody is logged in.
chaos: $(VENV)/.dev
	@$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.chaos --kills $(KILLS) --minutes $(MINUTES)

# The README's pictures, taken from the running product.
pictures: $(VENV)/.dev
	$(BIN)/python -m tests.browser.pictures docs

# The versions everything is tested with, for every platform, without index addresses.
constraints: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate --extra dev pyproject.toml -o $(CONSTRAINTS)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
