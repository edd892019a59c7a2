# Every target sets up what it needs; the same commands serve people and CI.
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EVENTS ?= 1000000

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

$(READY): requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

profiles.yml: | profiles.yml.example
	cp profiles.yml.example profiles.yml

.PHONY: setup
setup: $(READY) profiles.yml ## Install everything into .venv

.PHONY: demo
demo: setup ## Land three months of usage and bills, build the books, print and publish them
	$(BIN)/python -m orchestration demo

.PHONY: test
test: setup ## Lint, then run every test (it starts the servers it needs)
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

.PHONY: lint
lint: setup ## Check Python and SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models tests/singular

.PHONY: bench
bench: setup ## Time load and build against a hand-written floor (EVENTS=1000000)
	$(BIN)/python -m benchmarks.run --events $(EVENTS)

.PHONY: dagster
dagster: setup ## Open the Dagster UI with everything loaded
	$(BIN)/python -m orchestration dagster

.PHONY: docs
docs: setup ## Build dbt's documentation site into target/
	$(BIN)/dbt docs generate --profiles-dir .
	@echo "Open it with: $(BIN)/dbt docs serve --profiles-dir ."

.PHONY: lock
lock: setup ## Resolve requirements.txt again from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-header --no-emit-index-url --quiet --output-file requirements.txt

.PHONY: clean
clean: ## Remove what builds and runs left behind; landing files, warehouses and what is published stay
	rm -rf target logs .dagster .dlt_pipelines .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
