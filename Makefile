# Every target sets up what it needs; the same commands serve people and CI.
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
READY := $(VENV)/.ready
LINKED := $(VENV)/.linked
DEV_READY := $(VENV)/.dev-ready
SPARK_READY := $(VENV)/.spark-ready
FOCUS_PYTHON ?= python3.12
FOCUS_VENV := .venv-focus
FOCUS_READY := $(FOCUS_VENV)/.ready
EVENTS ?= 1000000
ROUNDS ?= 50
SEED ?=
TARGET ?= duckdb
AT ?=
HISTORIES ?= 20

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-11s %s\n", $$1, $$2}'

# An environment holds its own path. One that was moved or copied with its folder is made again.
ifeq ($(shell grep -csF -- ' $(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg),0)
MOVED := --clear
$(READY): moved
.PHONY: moved
moved:
endif

# pip would compile one file after another, and the tests of packages too: nearly half of the time.
define install_locked
$(INSTALL) --no-compile --require-hashes $(1)
@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
endef

# Running Tokenbooks needs this lock alone. The other two hold what they add to it, so they need no dependencies.
$(READY): requirements.txt
	$(PYTHON) -m venv $(MOVED) $(VENV)
	$(call install_locked,-r requirements.txt)
	@touch $@

$(DEV_READY): requirements-dev.txt $(READY)
	$(call install_locked,--no-deps -r requirements-dev.txt)
	@touch $@

$(SPARK_READY): requirements-spark.txt $(READY)
	$(call install_locked,--no-deps -r requirements-spark.txt)
	@touch $@

$(FOCUS_READY): requirements-focus.txt
	@$(FOCUS_PYTHON) --version >/dev/null 2>&1 || \
		{ echo "error: the FOCUS validator needs Python 3.12; name it: make test-focus FOCUS_PYTHON=/path/to/python3.12"; exit 2; }
	$(FOCUS_PYTHON) -m venv $(FOCUS_VENV)
	$(FOCUS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-focus.txt
	@touch $@

profiles.yml: | profiles.yml.example
	cp profiles.yml.example profiles.yml

# The command `tokenbooks`, and this folder on Python's path, where dbt finds its plugin. It needs no network.
$(LINKED): pyproject.toml $(READY)
	$(INSTALL) --no-deps --no-index --no-build-isolation --editable .
	@rm -rf tokenbooks.egg-info
	@touch $@

.PHONY: setup
setup: $(READY) $(LINKED) profiles.yml ## Install what running needs into .venv

.PHONY: setup-dev
setup-dev: setup $(DEV_READY) ## Install also what tests, lint, benchmarks and the price audit need

.PHONY: demo
demo: setup ## Land three months of usage and bills, build the books, print and publish them
	$(BIN)/tokenbooks demo

.PHONY: test
test: setup-dev $(SPARK_READY) ## Lint, then run the tests (they start the servers and the cluster they need)
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not spark and not focus"

.PHONY: test-spark
test-spark: setup-dev $(SPARK_READY) ## Build everything on a Spark cluster, run every test, compare every mart
	$(BIN)/python -m pytest -m spark python_tests/spark

.PHONY: test-focus
test-focus: setup-dev $(FOCUS_READY) ## Check focus_cost_and_usage with the validator of FOCUS 1.2 (FOCUS_PYTHON=python3.12)
	FOCUS_VALIDATOR=$(CURDIR)/$(FOCUS_VENV) $(BIN)/python -m pytest -m focus python_tests/focus

.PHONY: lint
lint: setup-dev ## Check Python and SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python .ci/lint_sql.py models tests/singular

.PHONY: bench
bench: setup-dev ## Time load and build against a hand-written floor (EVENTS=1000000 TARGET=duckdb)
	$(BIN)/python -m tools.benchmarks.run --events $(EVENTS) --target $(TARGET)

.PHONY: histories
histories: setup-dev ## Live through random histories and compare them with clean builds (HISTORIES=20)
	HISTORIES=$(HISTORIES) $(BIN)/python -m pytest -n 2 python_tests/histories/

.PHONY: chaos
chaos: setup-dev ## Pull the plug on loads and builds, read through ten publications, compare the marts (ROUNDS=50 SEED=)
	$(BIN)/python -m python_tests.chaos --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))
	CYCLES=10 $(BIN)/python -m pytest python_tests/publishing/test_readers.py

.PHONY: price-audit
price-audit: setup-dev ## Compare the price book with the price data of other packages (AT=2026-11-25)
	$(BIN)/tokenbooks price-audit $(if $(AT),--at $(AT))

.PHONY: dagster
dagster: setup ## Open the Dagster UI with everything loaded
	$(BIN)/tokenbooks dagster

.PHONY: docs
docs: setup ## Build dbt's documentation site into target/
	$(BIN)/dbt docs generate --profiles-dir .
	@echo "Open it with: $(BIN)/dbt docs serve --profiles-dir ."

# uv keeps each version of the lock that it writes, unless pyproject.toml excludes it: `make lock UPGRADE=--upgrade`.
COMPILE := $(BIN)/uv pip compile --generate-hashes --no-strip-extras --no-header --no-emit-index-url --quiet $(UPGRADE)
# The options that leave out of a lock what requirements.txt installs already.
BEYOND_RUNNING = $$(sed -nE 's/^([A-Za-z0-9._-]+)(\[.*\])?==.*/--no-emit-package \1/p' requirements.txt)

.PHONY: lock
lock: setup-dev ## Resolve the requirements again from pyproject.toml
	$(COMPILE) pyproject.toml --python-version 3.11 --output-file requirements.txt
	$(COMPILE) pyproject.toml --extra dev --python-version 3.11 --no-annotate --constraint requirements.txt \
		$(BEYOND_RUNNING) --output-file requirements-dev.txt
	$(MAKE) --no-print-directory lock-spark

.PHONY: lock-spark
lock-spark: setup-dev ## Resolve requirements-spark.txt: what the Spark extras add to requirements.txt
	$(COMPILE) pyproject.toml --extra spark --extra spark-cluster --python-version 3.11 --no-annotate \
		--constraint requirements.txt --constraint requirements-dev.txt \
		$(BEYOND_RUNNING) --output-file requirements-spark.txt

.PHONY: lock-focus
lock-focus: setup-dev ## Resolve requirements-focus.txt: what the validator of FOCUS needs, on Python 3.12
	$(COMPILE) requirements-focus.in --python-version 3.12 --no-annotate --output-file requirements-focus.txt

.PHONY: clean
clean: ## Remove what builds and runs left behind; landing files, warehouses and what is published stay
	rm -rf target logs .dagster .dlt_pipelines .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
