# `make help` lists the targets. Each sets up what it needs from the hashed locks first;
# a set-up that stands already costs milliseconds.
.DEFAULT_GOAL := help
.PHONY: help plan test coverage check format schema docs bench lock example clean run-env dev-env bench-env
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
PLAN := reassurance-force
TESTS ?= tests src/reassure

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

plan: run-env ## plan the shipped example: out/reassurance-force/brief.html
	$(BIN)/reassure plan src/reassure/examples/$(PLAN) --out out/$(PLAN)

test: dev-env ## all tests, in random order, on up to four cores
	sh tools/system_packages.sh chromium postgresql
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(TESTS)

coverage: dev-env ## all tests with branch coverage
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --cov --cov-report term:skip-covered $(TESTS)

check: dev-env ## format, lint, types, layers, generated files, documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.schema --check
	$(BIN)/python -m tools.docs --check

format: dev-env ## put the code into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: dev-env ## write everything that is generated from the record types
	$(BIN)/python -m tools.schema

docs: dev-env ## build the documentation site into site/
	$(BIN)/python -m tools.docs

bench: bench-env ## compare with peers; installs them into .venv-bench
	.venv-bench/bin/python -m benchmarks.all

lock: dev-env ## write requirements/*.txt anew; make lock UPGRADE=--upgrade takes newer versions
	sh tools/lock.sh $(UPGRADE)

example: dev-env ## build the shipped example from the raw data under data/
	$(BIN)/python -m data.recipe

clean: ## remove what a run leaves behind; the environments stay
	rm -rf out site dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage
	find src tests tools data benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

run-env:
	@sh tools/setup.sh .venv run

dev-env:
	@sh tools/setup.sh .venv dev run

bench-env:
	@sh tools/setup.sh .venv-bench bench run
