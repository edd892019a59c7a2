# Every target sets up what it needs. People and CI use the same commands.
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
ROWS ?= 1000000
SHARE ?= 4
FORMATS ?= azure,aws,focus
SIZES ?= 10000,100000
ROUNDS ?= 50
SEED ?=
TARGET ?= duckdb
AT ?=
HISTORIES ?= 20

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-11s %s\n", $$1, $$2}'

# A virtual environment contains its own path. After its folder was moved or copied, it is created again.
ifeq ($(shell grep -csF -- ' $(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg),0)
MOVED := --clear
$(READY): moved
.PHONY: moved
moved:
endif

# pip compiles one file after another, and the tests of packages too, which takes nearly half of the install time.
define install_locked
$(INSTALL) --no-compile --require-hashes $(1)
@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
endef

# Running Tokenbooks needs only this lock. The other two locks list only what they add to it, hence --no-deps.
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
		{ echo "error: the FOCUS validator needs Python 3.12; run make test-focus FOCUS_PYTHON=/path/to/python3.12"; exit 2; }
	$(FOCUS_PYTHON) -m venv $(FOCUS_VENV)
	$(FOCUS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-focus.txt
	@touch $@

profiles.yml: | profiles.yml.example
	cp profiles.yml.example profiles.yml

# Installs the command `tokenbooks` and puts this folder on Python's path, where dbt finds its plugin, without network.
$(LINKED): pyproject.toml $(READY)
	$(INSTALL) --no-deps --no-index --no-build-isolation --editable .
	@rm -rf tokenbooks.egg-info
	@touch $@

.PHONY: setup
setup: $(READY) $(LINKED) profiles.yml ## Install what is needed to run Tokenbooks into .venv

.PHONY: setup-dev
setup-dev: setup $(DEV_READY) ## Also install what tests, lint, benchmarks and the price audit need

.PHONY: demo
demo: setup ## Land three months of demo usage and bills, build, print and publish the books
	$(BIN)/tokenbooks demo

.PHONY: test
test: setup-dev $(SPARK_READY) ## Lint, then run the tests (they start the servers and the cluster they need)
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not spark and not focus"

.PHONY: test-spark
test-spark: setup-dev $(SPARK_READY) ## Build everything on a Spark cluster, run every test, compare every mart
	$(BIN)/python -m pytest -m spark python_tests/spark

.PHONY: test-focus
test-focus: setup-dev $(FOCUS_READY) ## Check focus_cost_and_usage with a FOCUS 1.2 validator (FOCUS_PYTHON=python3.12)
	FOCUS_VALIDATOR=$(CURDIR)/$(FOCUS_VENV) $(BIN)/python -m pytest -m focus python_tests/focus

.PHONY: lint
lint: setup-dev ## Check Python and SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python .ci/lint_sql.py models tests/singular

.PHONY: bench
bench: setup-dev ## Time load and build against a hand-written floor (EVENTS=1000000 TARGET=duckdb)
	$(BIN)/python -m tools.benchmarks.run --events $(EVENTS) --target $(TARGET)

.PHONY: bench-bills
bench-bills: setup-dev ## The same for bills, and growth by node (ROWS=1000000 SHARE=4 FORMATS=azure,aws,focus SIZES=10000,100000)
	$(BIN)/python -m tools.benchmarks.run --parts bills,growth --rows $(ROWS) --share $(SHARE) --formats $(FORMATS) \
		--sizes $(SIZES) --target $(TARGET)

.PHONY: histories
histories: setup-dev ## Build random histories step by step and compare them with clean builds (HISTORIES=20)
	HISTORIES=$(HISTORIES) $(BIN)/python -m pytest -n 2 python_tests/histories/

.PHONY: chaos
chaos: setup-dev ## Kill loads and builds, read during ten publications, compare the marts (ROUNDS=50 SEED=)
	$(BIN)/python -m python_tests.chaos --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED))
	CYCLES=10 $(BIN)/python -m pytest python_tests/publishing/test_readers.py

.PHONY: price-audit
price-audit: setup-dev ## Compare the price book with the price data of other packages (AT=2026-11-25)
	$(BIN)/tokenbooks price-audit $(if $(AT),--at $(AT))

.PHONY: dagster
dagster: setup ## Open the Dagster UI
	$(BIN)/tokenbooks dagster

.PHONY: docs
docs: setup ## Build dbt's documentation site into target/
	$(BIN)/dbt docs generate --profiles-dir .
	@echo "Open it with: $(BIN)/dbt docs serve --profiles-dir ."

# uv keeps the versions of the old lock, unless pyproject.toml excludes them. `make lock UPGRADE=--upgrade` upgrades.
COMPILE := $(BIN)/uv pip compile --generate-hashes --no-strip-extras --no-header --no-emit-index-url --quiet $(UPGRADE)
# Options that exclude from a lock the packages that requirements.txt already installs.
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
clean: ## Remove the files of builds and runs, but not landing files, warehouses and published marts
	rm -rf target logs .dagster .dlt_pipelines .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
