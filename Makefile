# Every command of a developer. `make help` lists them.
# `make run` and `make test` do all set-up themselves on a fresh Debian 12 or Ubuntu 24.04.

PY := .venv/bin/python
# Tests and demos must not see the data folder or the keyring of whoever runs them.
# Nor does a shell that keeps no compiled modules: tests start hundreds of processes.
CLEAN := env -u PYTHONDONTWRITEBYTECODE -u QUANYI_DATA -u QUANYI_OPERATOR -u QUANYI_PIN -u QUANYI_RECOVERY
TESTENV := $(CLEAN) QT_QPA_PLATFORM=offscreen PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring

.DEFAULT_GOAL := help
.PHONY: help setup run hub test check bench torture pictures album lock build clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## system packages, .venv, locked libraries, .venv/bin/quanyi (repeatable)
	@packaging/setup.sh

run: setup  ## the desk on a demo station; with no display, a demo day into out/
	@$(PY) tools/run.py $(ARGS)

hub: setup  ## a hub with three demo stations that joined it; prints its address and who signs in
	@$(CLEAN) $(PY) -m tools.demo_hub $(ARGS)

test: setup  ## all tests, on two cores (ARGS="-k card" for some)
	$(TESTENV) $(PY) -m pytest -n 2 --dist worksteal $(ARGS)

check: setup  ## style, types, who imports whom, the text catalogue
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(TESTENV) $(PY) -m pytest -q tests/unit/test_words.py

bench: setup  ## measurements into out/bench.json (NAME=one for one of them)
	$(TESTENV) $(PY) -m tests.bench $(NAME)

torture: setup  ## kills and power cuts by the thousand, into out/torture.json (NAME=one for one of them)
	$(TESTENV) $(PY) -m tests.torture $(NAME)

pictures: setup  ## every page of the demo station into out/pictures, and the guide's into docs/pictures
	$(TESTENV) $(PY) tools/run.py pictures

album: setup  ## the pictures that tests compare pages with, anew: look at what changed before you commit it
	QUANYI_KEEP_PICTURES=1 $(TESTENV) $(PY) -m pytest -q -n 2 tests/gui/test_album.py tests/pictures

COMPILE := .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header
lock: setup  ## requirements/*.txt anew from pyproject.toml (ARGS=--upgrade for newer releases)
	$(COMPILE) $(ARGS) --extra desk --extra hub --extra dev -o requirements/dev.txt
	$(COMPILE) $(ARGS) --extra desk -c requirements/dev.txt -o requirements/run.txt
	@! grep -n '://' requirements/*.txt

build: setup  ## dist/quanyi: a folder that starts without Python, tried at the end
	.venv/bin/pyinstaller --noconfirm --clean --log-level WARN build.spec
	$(CLEAN) $(PY) tools/smoke.py dist/quanyi

clean:  ## what builds and tests left behind (not .venv)
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
