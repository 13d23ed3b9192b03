# Everything a developer does, in one place. `make help` lists it.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
T      ?=
SPEED  ?= 60
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help run demo test check fix faults bench peers stories snapshot requirements policy environment clean audit sbom

##@ Use
run: $(VENV)/.app $(VENV)/.ui $(VENV)/.words ## Start everything: database, pages, worker, demo company (PORT, HUIYIN_HOME, DATABASE_URL)
	@$(BIN)/huiyin run

demo: $(VENV)/.app ## Let simulated colleagues live through an afternoon (SPEED=60)
	@$(BIN)/huiyin demo --speed $(SPEED)

##@ Check
test: check browser ## What CI runs: check, then every test, browser journeys included (T=path runs one)
	@$(PY) -m pytest $(if $(T),$(T),-n auto --dist loadgroup --cov --cov-report=)
	@$(if $(T),,$(PY) scripts/coverage_floors.py)

check: $(VENV)/.dev $(VENV)/.ui $(VENV)/.words ## Format, lint, contracts, types, templates, words, migrations, policy, budgets
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy --no-error-summary huiyin tests scripts conftest.py
	@$(BIN)/djlint --lint --quiet huiyin
	@$(PY) scripts/messages.py --check
	@$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --verbosity 0
	@$(BIN)/huiyin policy check
	@$(PY) -m pytest tests/architecture/test_budgets.py tests/architecture/test_house_rules.py tests/architecture/test_locks.py -q -n 0 -p no:randomly

stories: $(VENV)/.dev ## Rehearse the stories of every clause
	@$(BIN)/huiyin policy check
	@$(PY) -m pytest tests/stories -q -n 0

faults: $(VENV)/.dev $(VENV)/.ui ## Kill, cut off, fill the disks, set clocks wrong, the long form (HUIYIN_FAULTS_SEED repeats a run)
	@HUIYIN_FAULTS=full $(PY) -m pytest tests/faults -n 0 -p no:randomly -s

bench: $(VENV)/.dev ## Measure against a limit of the same run; JSON lines (QUICK=1, B="search fanout")
	@$(PY) -m tests.benchmarks $(B)

peers: $(VENV)/.dev .venv-peers/.done ## Beside Celery, Huey, bulk_create, django-notifications and a plain view, in one run (QUICK=1)
	@$(PY) -m tests.benchmarks.peers

audit: $(VENV)/.audit ## Ask the advisory services about every locked package (needs the network; says so without it)
	@$(PY) scripts/audit.py

sbom: ## Write build/sbom.json: every package with version and digests (CycloneDX)
	@$(PY) scripts/audit.py --sbom

##@ Change
fix: $(VENV)/.dev ## Format and repair what can be repaired by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . || true

snapshot: $(VENV)/.dev ## Write the regulation's one-line-per-rule picture and its document anew
	@$(PY) -m tests.stories.regulation
	@$(BIN)/huiyin policy show > docs/regulation.md

requirements: $(VENV)/.dev ## List every requirement with the tests and stories that show it
	@$(PY) scripts/requirements.py

clean: ## Remove the environment and caches (never the data)
	rm -rf $(VENV) .venv-peers build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

##@ Help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Stamps: each step runs again only when what it depends on has changed.

environment: $(VENV)/.dev

$(VENV)/.python:
	@$(PYTHON) scripts/environment.py $(VENV)
	@touch $@

$(VENV)/.app: requirements/app.txt scripts/environment.py $(VENV)/.python
	@echo "Installing what the product needs"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/app.txt
	@$(PY) scripts/link.py
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	@echo "Installing what development needs"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv-peers/.done: requirements/peers.txt scripts/environment.py
	@$(PYTHON) scripts/environment.py .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --require-hashes -r requirements/peers.txt
	@touch $@

$(VENV)/.audit: requirements/audit.txt $(VENV)/.app
	@$(PY) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet --require-hashes -r requirements/audit.txt
	@touch $@

$(VENV)/.ui: $(VENV)/.app scripts/build_ui.py scripts/fonts.py $(shell find huiyin/ui/sources -name node_modules -prune -o -type f -print 2>/dev/null)
	@node --version >/dev/null 2>&1 || $(PY) -m pip install --quiet --require-hashes -r requirements/node.txt
	@echo "Building the front end"
	@$(PY) scripts/build_ui.py
	@touch $@

WORDS := $(shell find huiyin \( -name node_modules -o -name tests -o -name static \) -prune -o -type f \( -name '*.po' -o -name '*.py' -o -path '*/templates/*' \) -print)
$(VENV)/.words: $(VENV)/.app scripts/messages.py scripts/catalogs.py $(WORDS)
	@$(PY) scripts/messages.py --compile
	@touch $@

.PHONY: browser
browser: $(VENV)/.dev
	@$(PY) scripts/needs.py --install
