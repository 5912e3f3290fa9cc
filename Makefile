# One line per target says what it does; `make help` prints them.
STACK ?= dev
PYTHON ?= python3
BIN := .venv/bin
RUN := PYTHONPATH=components:policypacks/transit-guardrails:. $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help preview test test-engine check lint types imports schema lock bench bench-proof mutation clean

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

preview: .venv/ready ## what STACK=dev (or prod) would hold, and whether it is proven; no AWS account, no Pulumi CLI
	@$(RUN) -m transitctl preview --stack $(STACK) $(ARGS)

test: .venv/ready-dev ## lint, types, import contracts and all tests, the real engine with three faults included
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -m "not slow_engine" $(ARGS)

test-engine: .venv/ready-dev ## the real engine: every fault point on both stacks (half an hour)
	$(BIN)/pytest -m "slow_engine" $(ARGS)

check: lint types imports ## lint, types and import contracts

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-dev
	$(BIN)/mypy

imports: .venv/ready-dev
	PYTHONPATH=components:policypacks/transit-guardrails:. $(BIN)/lint-imports

schema: .venv/ready ## writes docs/stack.schema.json and the reference in docs/spec.md from the spec's types
	$(RUN) -m transitctl schema > docs/.schema && mv docs/.schema docs/stack.schema.json
	{ sed '/^<!-- Everything below/q' docs/spec.md && echo && $(RUN) -m transitctl schema --markdown; } > docs/.spec && mv docs/.spec docs/spec.md

bench: .venv/ready-dev ## measures overhead and growth into docs/benchmarks.md (about ten minutes)
	$(RUN) -m benchmarks > docs/.benchmarks && mv docs/.benchmarks docs/benchmarks.md

bench-proof: .venv/ready-dev ## measures the proof and compares it with walker, z3 and checkov, into docs/benchmarks-proof.md
	PYTHONPATH=components:policypacks/transit-guardrails:.:tests $(BIN)/python -m benchmarks.proof > docs/.proof && mv docs/.proof docs/benchmarks-proof.md

mutation: .venv/ready-dev ## mutates questions and rules and counts what the tests miss, into docs/mutation.md (half an hour)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r benchmarks/requirements-mutation.txt
	$(RUN) -m benchmarks.mutation > docs/.mutation && mv docs/.mutation docs/mutation.md

lock: ## renews requirements*.txt from requirements*.in (needs uv)
	uv pip compile -q --upgrade --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	uv pip compile -q --upgrade --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	cd policypacks/transit-guardrails && uv pip compile -q --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header -c ../../requirements.txt requirements.in -o requirements.txt
	cd benchmarks && for what in checkov mutation; do uv pip compile -q --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header requirements-$$what.in -o requirements-$$what.txt || exit 1; done

clean: ## removes the environment and all caches of this folder
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/ready: requirements.txt
	@echo "setting up .venv from requirements.txt (once, about a minute)" >&2
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.10 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 10) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@echo "adding what the tests need from requirements-dev.txt" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
