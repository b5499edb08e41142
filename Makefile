# make run: from nothing to a release of the given article. make test: the whole test suite. make help: the rest.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
export DO_NOT_TRACK = 1

.PHONY: help install run test lint types quality benchmark lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tidings needs Python 3.11 or later; name one with PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
ifdef UV
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@echo "Installing what requirements.lock names; this takes some minutes the first time."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

install: $(VENV)/.installed ## everything, into .venv, from the lock

run: install ## a release of the given article, in output/
	@$(BIN)/tidings run seeds/articles

test: install ## the whole test suite
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

lint: install ## style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: install ## types
	@$(BIN)/mypy

quality: install ## quality figures: SCORERS=folder of the scorers and their gold sets
	@$(BIN)/python -m tests.quality.score $(SCORERS)

benchmark: install ## speed against plain spaCy: ARTICLES=a JSONL of articles
	@$(BIN)/python -m tests.quality.benchmark $(ARTICLES)

lock: ## requirements.lock anew, from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock

clean: ## all that can be made again, except releases
	rm -rf $(VENV) output/work output/.staging-* .pytest_cache .mypy_cache .ruff_cache *.egg-info
