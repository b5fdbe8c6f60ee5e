# The habits of this project. `make demo` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV   ?= .venv
SECONDS ?= 60
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready
BENCH  ?= .bench
EXTRAS ?= .bench-extras

.DEFAULT_GOAL := help
.PHONY: help demo test test-spark slow fuzz differential reliability check fmt docs screenshots bench bench-extras bench-parts clean

help:   ## this list
	@grep -E '^[a-z-]+: .*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

# The contest takes a newer pandas than Spark's client does.
$(BENCH)/.ready: pyproject.toml constraints.txt benchmarks/engines.txt
	$(PYTHON) -m venv $(BENCH)
	grep -v '^pandas==' constraints.txt >$(BENCH)/constraints.txt
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check \
	  -c $(BENCH)/constraints.txt -r benchmarks/engines.txt -e '.[bench]'
	touch $@

demo: $(READY)   ## the main job on generated data
	$(BIN)/rfma demo

test: $(READY)   ## all tests but the slow ones
	scripts/postgresql.sh
	scripts/chromium.sh
	$(BIN)/python -m pytest -n auto --dist loadfile

test-spark: $(READY)   ## the tests that need Apache Spark; installs one of their own, and Java
	PYTHON=$(PYTHON) CLIENT=$(BIN)/python scripts/spark.sh

slow: $(READY)   ## the slow tests, by name
	scripts/postgresql.sh
	scripts/chromium.sh
	$(BIN)/python -m pytest -m slow

fuzz: $(READY)   ## inputs bred by atheris against each parser, SECONDS=60 each
	$(BIN)/python tests/fuzz/harness.py all $(SECONDS)

differential: $(READY)   ## random stores and questions, every way to an answer against the others, SECONDS=60
	$(BIN)/python -m tests.differential --seconds $(SECONDS)

reliability: $(READY)   ## the sets behind the figures of docs/reliability.md, about an hour
	RFMA_FIGURES=$(CURDIR)/docs/reliability/figures.json \
	  $(BIN)/python -m pytest -m "slow or figures"
	$(BIN)/python docs/generate.py

check: $(READY)   ## format, lint, types, layers, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python docs/generate.py --check
	$(BIN)/python benchmarks/pages.py --check

fmt: $(READY)   ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)   ## generate the docs that are made from code and from results
	$(BIN)/python docs/generate.py
	$(BIN)/python benchmarks/pages.py

screenshots: $(READY)   ## pictures of the pages, on generated data
	scripts/chromium.sh
	$(BIN)/python docs/screenshots.py

bench: $(BENCH)/.ready   ## the contest at 1 M cheques, about four minutes
	$(BENCH)/bin/python benchmarks/contest.py

bench-extras:   ## the packages that take part in the contest, apart from everything else
	$(PYTHON) -m venv $(EXTRAS)
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/extras.txt

bench-parts: $(READY)   ## the parts of the product, timed one by one
	$(BIN)/python -m pytest -c benchmarks/parts/pytest.ini benchmarks/parts

clean:   ## remove what make made
	rm -rf $(VENV) $(BENCH) $(EXTRAS) .spark .benchmarks .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
