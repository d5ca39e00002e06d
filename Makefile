# Farshore. Two commands are all you need: make run, make test.

PORT ?= 8000
HOST ?= 127.0.0.1
export FARSHORE_DEMO ?= yes
export FARSHORE_MAKE = yes

# Found once, and only when a target needs it: a clear sentence and a failure where there is none.
FIND = python=$$(tools/find-python) || exit 1
DO = @$(FIND); exec "$$python" tools/make.py

.DEFAULT_GOAL := help
.PHONY: run build test check browser bench soak clean help

run: ## Open the house in a browser: installs what is missing, builds, and serves a demo film
	$(DO) run --port $(PORT) --host $(HOST)

build: ## Install and build everything that make run needs, without starting it
	$(DO) build

test: ## Run every test: on SQLite, on PostgreSQL, and in a real browser
	$(DO) test

check: ## Look for faults without running: types, style, imports, migrations, docs, the wheel
	$(DO) check

browser: ## Run only the tests in a real browser
	$(DO) browser

bench: ## Measure, and write the figures to bench/results.json
	$(DO) bench

soak: ## Read, share and press for as long as you like (MINUTES=10): nothing may leak or slow down
	$(DO) soak --minutes $(or $(MINUTES),10)

clean: ## Remove what was installed and built; what people told you (var/) stays
	$(DO) clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
