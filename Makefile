# Two commands for a newcomer: `make demo`, `make test`. Everything is installed into .venv from the lock files: for the demo
# what the program needs, for all the rest what its developers need beside it.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml

# Tests are compiled once and not at each run, whoever forbids it: that is half of the time before the first of them.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test test-all check check-static bench format docs lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(RUNTIME): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Halqa needs Python 3.11 or newer, and none was found."; \
		echo "  Debian, Ubuntu: sudo apt install python3 python3-venv    Fedora: sudo dnf install python3"; \
		echo "  or name one: make demo PYTHON=/path/to/python3.12"; exit 2; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module."; \
		echo "  Debian, Ubuntu: sudo apt install python3-venv"; exit 2; }
	@echo "installing into $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUNTIME)

$(READY): $(RUNTIME) requirements-dev.lock
	@echo "adding what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $(READY)

demo: $(RUNTIME)  ## sample files, load, clusters, communities, a picture
	@$(BIN)/halqa demo demo

test: $(READY)  ## the ordinary suite
	@$(BIN)/python -m pytest -m "not slow" -n auto --dist loadgroup $(ARGS)

test-all: $(READY)  ## the ordinary suite and the long tests
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: check-static test  ## format, lint, types, layers, tests

check-static: $(READY)  ## format, lint, types, layers, queries
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/basedpyright --pythonpath $(BIN)/python

bench: $(READY)  ## tables of ratios, CPU seconds beside wall time; `pip install -e .[bench]` for the other engines
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.kernels
	@$(BIN)/python -m benchmarks.grouping
	@$(BIN)/python -m benchmarks.on_neo4j

format: $(READY)  ## put the code in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(READY)  ## write the generated pages again
	@$(BIN)/python -m docs.generate

lock:  ## write the lock files again (needs uv)
	$(COMPILE) --extra install -o requirements.lock
	$(COMPILE) --extra install --extra dev -c requirements.lock -o requirements-dev.lock

clean:  ## remove what was built
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
