# Everything runs in .venv, made here with plain pip.
# `make run` opens the studio, `make test` checks it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0

.PHONY: setup run test test-faults check format train clean

setup: $(VENV)/.ready-dev

run: $(VENV)/.ready
	$(BIN)/python app.py

# Two files at a time: browser tests wait more than they compute. One thread for each, since torch
# on as many as there are cores would stall whatever runs beside it.
test: $(VENV)/.ready-dev
	$(MAKE) --no-print-directory check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -p tests.faults.table -n 2 --dist loadfile --durations 20

# Every fault of the catalogue, with `make test-faults N=1000` for as many random kills.
N ?= 100
test-faults: $(VENV)/.ready-dev
	$(BIN)/python -m tests.faults --kills $(N)

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Training Seedling takes hours; this prints the commands, stage by stage.
train: $(VENV)/.ready
	$(BIN)/python -m seedance_studio.seedling.train --help

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 13))' \
		|| { echo "Python 3.10, 3.11 or 3.12 is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch comes first and alone, so that a build chosen for this machine beforehand is kept.
$(VENV)/.ready: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
