# Every target does its own set-up. Stamp files make a second run instant; they are made anew when
# pyproject.toml changes. All that a fresh machine needs is make and Python 3.11 or later.

.DEFAULT_GOAL := help
.PHONY: help handout test proof proof-texts proof-generated proof-looks judges test-judges bench bench-cluster cluster instructions kills picture clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

handout: $(VENV)/.installed ## export the example handout to PDF, Word, EPUB and HTML in build/
	@$(BIN)/exporter export content/ketamine-cream.md --to pdf,docx,epub,html --out build

test: $(VENV)/.installed-dev ## format, lint, types, and the tests that need no outside judge
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not judges"

judges: $(VENV)/.installed-dev ## install the outside judges and list them
	@sh tests/judges/install.sh
	@$(BIN)/python -m tests.judges

proof-texts: $(VENV)/.installed-dev ## hundreds of texts that others wrote, in every format
	EXPORTER_EXAMPLES=100000 $(BIN)/pytest -m judges tests/test_real_texts.py -s

proof-generated: $(VENV)/.installed-dev ## 2,000 generated documents before the judges
	EXPORTER_EXAMPLES=2000 EXPORTER_REQUIRE_JUDGES=1 $(BIN)/pytest tests/test_strategies.py tests/properties

proof-looks: $(VENV)/.installed-dev ## every document in every look before the slow judges of books
	EXPORTER_LOOKS=all EXPORTER_REQUIRE_JUDGES=1 $(BIN)/pytest -m judges tests/test_outputs_judged.py -k every_look

proof: $(VENV)/.installed-dev ## every way to damage a file, and 2,000 generated documents verified
	EXPORTER_EXAMPLES=2000 $(BIN)/pytest tests/verify

test-judges: $(VENV)/.installed-dev ## the tests that ask the outside judges
	$(BIN)/pytest -m judges

bench: $(VENV)/.installed-dev ## one handout, one more, and a book beside pandoc and typst; growth of each format
	@$(BIN)/python -m tests.benchmarks

instructions: $(VENV)/.installed-dev ## count what one more handout takes, and fail when it takes more than it did
	@command -v valgrind >/dev/null || { echo "instructions are counted by valgrind; install it" >&2; exit 1; }
	@$(BIN)/python -m tests.benchmarks.instructions

kills: $(VENV)/.installed-dev ## a batch that is killed 200 times, by one worker and by three
	EXPORTER_KILLS=200 $(BIN)/pytest tests/batch/test_faults.py -k f1_f11

cluster: $(VENV)/.installed-dev ## 5,000 rows in three formats on a cluster of which a worker is killed: the bytes of a local run
	EXPORTER_CLUSTER_ROWS=5000 EXPORTER_CLUSTER_FORMATS=pdf,docx,epub $(BIN)/pytest tests/batch/test_cluster.py -k joins_late

bench-cluster: $(VENV)/.installed-dev ## what a second worker gains, each on a processor of its own, and what a chunk costs
	@command -v taskset >/dev/null || { echo "workers are kept to a processor by taskset; install util-linux" >&2; exit 1; }
	@$(BIN)/python -m tests.benchmarks.cluster

picture: $(VENV)/.installed-dev ## draw the picture of the four formats for the README
	@$(BIN)/python -m tests.picture

clean: ## remove what was made, but not .venv and .judges
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find exporter tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Order-only: bin/python is a link, and the time of what it points to says nothing about us.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing exporter in $(VENV)"
	@$(PIP) install --upgrade pip
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the tools for development in $(VENV)"
	@$(PIP) install --group dev
	@touch $@

# The first Python that is new enough and can make environments (Debian splits that off).
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "exporter needs Python 3.11 or later with its venv module; set PYTHON=/path/to/python3" >&2; \
	exit 1
