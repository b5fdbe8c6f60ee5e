# The habits of this project. `make demo` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test slow check fmt docs bench clean

help:   ## this list
	@grep -E '^[a-z]+: .*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(READY)   ## the main job on generated data
	$(BIN)/rfma demo

test: $(READY)   ## all tests but the slow ones
	$(BIN)/python -m pytest -n auto --dist loadfile

slow: $(READY)   ## the slow tests, by name
	$(BIN)/python -m pytest -m slow

check: $(READY)   ## format, lint, types, layers, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python docs/generate.py --check

fmt: $(READY)   ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)   ## generate the docs that are made from code
	$(BIN)/python docs/generate.py

bench: $(READY)   ## whole segmentations against other engines, answers compared
	$(BIN)/python benchmarks/contest.py

clean:   ## remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
