PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: help python run setup reset test test-races test-crash fuzz shots bench messages

help:
	@echo "make run         set up what is missing and serve on http://127.0.0.1:$(PORT) (PORT=…)"
	@echo "make setup       all of it but the server"
	@echo "make test        checks, and all tests on SQLite and PostgreSQL"
	@echo "make test-races  1,000 races of each pair of acts that exclude each other, on both engines"
	@echo "make fuzz        5,000 sequences of acts against a model of the ledger, on both engines"
	@echo "make test-crash  payments while the server and the database are killed, 10 rounds a mode"
	@echo "make shots       photographs of the main pages in build/shots/"
	@echo "make bench       posts per second beside bare inserts, reports over five million payments"
	@echo "make messages    compile the translations"
	@echo "make reset       delete var/: the database, the static files, the demonstration's key"

run: python
	@$(PYTHON) -m tools.run

setup: python
	@$(PYTHON) -m tools.setup run

test: python
	@$(PYTHON) -m tools.test

test-races: export RACE_ROUNDS ?= 1000
test-races: python
	@$(PYTHON) -m tools.setup tests
	@.venv/bin/pytest -q tests/projects/test_racing_pairs.py
	@.venv/bin/python -m tools.postgres .venv/bin/pytest -q tests/projects/test_racing_pairs.py

fuzz: export FUZZ_EXAMPLES ?= 5000
fuzz: python
	@$(PYTHON) -m tools.setup tests
	@.venv/bin/pytest -q tests/projects/test_ledger_machine.py
	@.venv/bin/python -m tools.postgres .venv/bin/pytest -q tests/projects/test_ledger_machine.py

test-crash: export CRASH_ROUNDS = 10
test-crash: python
	@$(PYTHON) -m tools.setup tests
	@DATABASE_URL=sqlite:///unused .venv/bin/pytest -q tests/crash
	@.venv/bin/python -m tools.postgres .venv/bin/pytest -q tests/crash

shots: python
	@$(PYTHON) -m tools.setup tests && .venv/bin/python -m tools.shots

bench: python
	@$(PYTHON) -m tools.bench

messages: python
	@$(PYTHON) -m tools.setup messages

python:
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer with venv is needed: make PYTHON=python3.12 ..."; exit 1; }

reset:
	rm -rf var
