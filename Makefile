# Two commands matter: `make demo` opens the practice workspace, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := deploy/constraints.txt
PORT ?= 8765
# More than there are cores: many tests wait for an answer of the practice workspace. A file of tests
# goes to one process, which makes what they share.
WORKERS ?= 4
KILLS ?= 600
MINUTES ?= 30
SIZE ?= borough
# Podman and Buildah take the same words.
ENGINE ?= docker
AUDIT := $(VENV)/audit
VERSION := $(shell sed -n 's/^VERSION = "\(.*\)"/\1/p' models/version.py)

# Whatever the machine's habit is: what Python makes of a module is kept for the next of a hundred
# starts of the product.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test read chaos fuzz bench bench-peers audit sbom image image-tried lint types layers check constraints pictures clean

help:
	@echo "make demo    open the practice workspace (PORT=$(PORT))"
	@echo "make test    everything that CI checks"
	@echo "make chaos   kill processes while alerts are told (KILLS=$(KILLS), MINUTES=$(MINUTES))"
	@echo "make fuzz    give the readers, the grammar and the HTTP entrance nonsense (MINUTES=$(MINUTES))"
	@echo "make bench   how fast it is beside the least that would do (SIZE=borough, county or england)"
	@echo "make bench-peers   the same job by what people use today, beside it (SIZE=$(SIZE))"
	@echo "make audit   ask whether anything is known against the packages that come along"
	@echo "make sbom    list them in build/sbom.cdx.json"
	@echo "make image   build the container image caseload:$(VERSION) (ENGINE=$(ENGINE))"
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

# Reads every test once while the rest is checked; each process of the suite would do it anew.
read: $(VENV)/.dev
	@$(BIN)/python -m compileall -q -j 0 models alerts bot
	@$(BIN)/pytest --collect-only -qq > build/collected.txt || { cat build/collected.txt; exit 1; }

test: $(VENV)/.dev
	@mkdir -p build
	@$(MAKE) --no-print-directory --jobs 2 check read
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Nothing lost and nothing doubled, however many processes are killed; a short form is in the suite.
# The package that brings PostgreSQL complains where nobody is logged in.
chaos: $(VENV)/.dev
	@$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.chaos --kills $(KILLS) --minutes $(MINUTES)

fuzz: $(VENV)/.dev
	@$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

# How fast, beside what nothing could be faster than, on SQLite and PostgreSQL. What was built and
# measured stays in build/bench.
bench: $(VENV)/.dev
	@mkdir -p build/bench
	@$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.bench --size $(SIZE) \
		--data build/bench --json build/bench/$(SIZE).json

bench-peers: $(VENV)/.dev
	@mkdir -p build/bench
	@$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.bench.peers --size $(SIZE) \
		--data build/bench --json build/bench/peers-$(SIZE).json

# The tools bring much that neither the product nor its tests need.
$(AUDIT)/.tools: $(VENV)/.dev
	@echo "Installing the tools that audit into $(AUDIT) ..."
	@mkdir -p build
	@$(PYTHON) -m venv $(AUDIT)
	@$(BIN)/python -m tests.deploy.supplies tools > build/audit-tools.txt
	@$(AUDIT)/bin/pip install --quiet --disable-pip-version-check --requirement build/audit-tools.txt
	@touch $@

# Fails where something is known; says so where nobody can be asked.
audit: $(AUDIT)/.tools
	@mkdir -p build && rm -f build/audit.json
	@$(BIN)/python -m tests.deploy.supplies pins > build/product.txt
	@$(AUDIT)/bin/pip-audit --requirement build/product.txt --no-deps --disable-pip --timeout 5 \
		--progress-spinner off --format json --output build/audit.json 2> build/audit.log || true
	@$(BIN)/python -m tests.deploy.supplies verdict build/audit.json

sbom: $(AUDIT)/.tools
	@mkdir -p build
	@$(AUDIT)/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--output-file build/environment.cdx.json $(BIN)/python
	@$(BIN)/python -m tests.deploy.supplies sbom build/environment.cdx.json build/sbom.cdx.json

image:
	SOURCE_DATE_EPOCH=1767225600 $(ENGINE) build --file deploy/container/Dockerfile \
		--build-arg REVISION="$$(git rev-parse HEAD 2>/dev/null || echo unknown)" --tag caseload:$(VERSION) .

# The same without a registry, built twice and compared: for root, with buildah and debootstrap.
image-tried:
	tests/deploy/try-image

# The README's pictures, taken from the running product.
pictures: $(VENV)/.dev
	$(BIN)/python -m tests.browser.pictures docs

# The versions everything is tested with, for every platform, without index addresses.
constraints: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate --extra dev pyproject.toml -o $(CONSTRAINTS)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
