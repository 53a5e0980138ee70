# Notula: `make` lists what there is. Everything works from a fresh clone with Python >= 3.11.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 3000
STAGE ?= default
REGION ?=
MAIL_SENDER ?=

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
SAM_VENV := .build/sam-venv
SAM := $(SAM_VENV)/bin/sam
SAM_INSTALLED := $(SAM_VENV)/.installed
# SAM CLI wants an account even where it asks none; it stays silent and on this machine.
SAM_OFFLINE := AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=eu-central-1 \
	SAM_CLI_TELEMETRY=0 SAM_CLI_CHECK_FOR_UPDATES=0
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes -q

.PHONY: help setup run clean-local check lint types template-check test faults chaos proofs formats axe dynoxide bench recognition fonts layers build \
	sam-check deploy lock clean pages looks docs

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/:.*## /\t/' | expand -t 16

# A virtual environment that follows the lock file; nothing to do while the lock is unchanged.
# The lock names every package, so pip need not resolve: --no-deps.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; choose it by make PYTHON=python3.13" >&2; exit 1; }
	@echo "Installing $(2) into $(1) ..."
	@$(PYTHON) -m venv $(1) \
		|| { echo "The module venv is missing (Debian: apt install python3-venv)" >&2; exit 1; }
	@$(1)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(2)
	@touch $@
endef

$(INSTALLED): requirements/dev.lock
	$(call environment,$(VENV),$<)

$(SAM_INSTALLED): requirements/sam.lock
	$(call environment,$(SAM_VENV),$<)

setup: $(INSTALLED) ## the virtual environment, from the hashed lock

run: $(INSTALLED) fonts docs ## the whole product on http://127.0.0.1:$(PORT)
	@PORT=$(PORT) exec $(PY) -m local

clean-local: ## forget the data of `make run`
	rm -rf .local

check: lint types template-check ## lint, types, import rules, template rules

lint: $(INSTALLED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(INSTALLED)
	$(VENV)/bin/mypy

template-check: $(INSTALLED)
	AWS_DEFAULT_REGION=eu-central-1 $(VENV)/bin/cfn-lint template.yaml
	$(PY) -m pytest -q -p no:cacheprovider tests/unit/test_house_rules.py tests/unit/test_template.py

test: $(INSTALLED) fonts docs dynoxide axe ## the whole test suite
	$(PY) -m pytest -n 2 -q

SEEDS ?= 200

faults: $(INSTALLED) fonts ## the fault simulator, long form (SEEDS=200)
	NOTULA_LONG=1 SEEDS=$(SEEDS) $(PY) -m pytest -n 2 -q tests/faults --ignore tests/faults/test_ticks.py

chaos: $(INSTALLED) fonts dynoxide ## ten years of a schedule that runs badly, per seed (SEEDS=200)
	NOTULA_LONG=1 SEEDS=$(SEEDS) $(PY) -m pytest -n 2 -q tests/faults/test_ticks.py

PROOFS ?= 100000

proofs: $(INSTALLED) ## calculator and fiscal codes against second implementations (PROOFS=100000)
	NOTULA_LONG=1 PROOFS=$(PROOFS) $(PY) -m pytest -n 2 -q tests/proofs

formats: $(INSTALLED) fonts ## e-invoice formats: official samples, schemas and rules; hostile files (long form)
	NOTULA_LONG=1 $(PY) -m pytest -n 2 -q tests/contract tests/conformance tests/hostile

axe: ## a judge of what pages are to people who cannot see them, where npm is
	@command -v npm >/dev/null && npm install --no-save --no-audit --no-fund --silent \
		--prefix .build/axe axe-core@4.14.1 \
		|| echo "No axe-core here (npm is missing)"

dynoxide: ## a second, independent DynamoDB for the tests, where npm is
	@command -v npm >/dev/null && npm install --no-save --no-audit --no-fund --silent \
		--prefix .build/dynoxide @dynoxide/linux-x64@1.2.1 \
		|| echo "No second DynamoDB here (npm or this platform's package is missing)"

bench: $(INSTALLED) fonts ## every speed claim, beside its peers
	PYTHONPATH=layers/engine $(PY) -m bench

DOCUMENTS ?= 60

recognition: $(INSTALLED) ## how much of drawn invoices is recognized, by field (DOCUMENTS=60)
	PYTHONPATH=layers/engine:. $(PY) -m bench.recognition $(DOCUMENTS)

FONT_BUILDER := $(wildcard layers/fonts/build.py)

fonts: .build/fonts.done ## the fonts of rendered pages

.build/fonts.done: $(FONT_BUILDER) requirements/runtime.lock $(INSTALLED)
	@mkdir -p .build
	@$(if $(FONT_BUILDER),$(PY) $(FONT_BUILDER))
	@touch $@

pages: $(INSTALLED) ## docs/errors.md, docs/formats.md and docs/rules.md, from the code
	PYTHONPATH=layers/engine:. $(PY) -m reference
	PYTHONPATH=layers/engine:. $(PY) tests/tools/write_rules_page.py > docs/rules.md

looks: $(INSTALLED) fonts ## pages, screens and mails as images, in .build/pages
	PYTHONPATH=layers/engine:. $(PY) tests/tools/draw_pages.py
	PYTHONPATH=layers/engine:. $(PY) tests/tools/draw_screens.py

docs: $(INSTALLED) ## what /docs, /errors and /openapi.json serve
	PYTHONPATH=layers/engine:. $(PY) -m reference .build/docs

layers: $(INSTALLED) fonts docs ## the Lambda layers, and their sizes
	$(PY) layers/build.py

build: layers sam-check ## everything a deployment needs, proven with SAM CLI

sam-check: $(SAM_INSTALLED)
	$(SAM_OFFLINE) $(SAM) validate --lint
	$(SAM_OFFLINE) $(SAM) build

# Asks for what it was not given.
deploy: build ## build and deploy to AWS (STAGE=, REGION=, MAIL_SENDER=)
	@region="$(REGION)"; sender="$(MAIL_SENDER)"; \
	[ -n "$$region" ] || read -r -p "AWS region: " region; \
	[ -n "$$sender" ] || read -r -p "Sender address, verified in SES: " sender; \
	SAM_CLI_TELEMETRY=0 $(SAM) deploy --config-env "$(STAGE)" --region "$$region" \
		--parameter-overrides "Stage=$(if $(filter default,$(STAGE)),dev,$(STAGE)) MailSender=$$sender"

lock: ## resolve the requirements anew (needs uv)
	$(LOCK) requirements/dev.in -o requirements/dev.lock
	$(LOCK) -c requirements/dev.lock requirements/runtime.in -o requirements/runtime.lock
	$(LOCK) requirements/sam.in -o requirements/sam.lock

clean: ## forget everything built
	rm -rf .build .aws-sam .mypy_cache .ruff_cache .pytest_cache
