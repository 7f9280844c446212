# The tasks of the project; `make check` is what has to pass before a change lands.
BIN := .venv/bin
PLUGINS := $(notdir $(wildcard plugins/*))
ARTICLE ?= samples/trailing-headline.txt

.PHONY: check test lint types imports plugins docs gallery accept bench bench-formats bench-pdf \
	score weights doubts format

check: lint types imports test plugins

test:
	$(BIN)/pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

# Each plugin is tested installed, beside the others; without them their formats are gone.
plugins:
	npm install --prefix plugins/copydesk-html/tests/validators \
		--ignore-scripts --no-audit --no-fund --no-package-lock
	$(BIN)/pip install --quiet $(foreach plugin,$(PLUGINS),-e 'plugins/$(plugin)[test]')
	set -e; for plugin in $(PLUGINS); do \
		(cd plugins/$$plugin && ../../$(BIN)/mypy && ../../$(BIN)/pytest); done
	$(BIN)/convert --formats | grep -q '^  html'
	$(BIN)/pip uninstall --quiet --yes $(PLUGINS)
	! $(BIN)/convert --formats | grep -q '^  html'

# What the documentation holds that is made: the schema and the pictures; then its own tests.
docs:
	$(BIN)/python scripts/write_schema.py docs/tree.schema.json
	$(BIN)/convert samples/trailing-headline.txt -q -t pdf -o build/
	$(BIN)/python scripts/render_pages.py docs/images build/trailing-headline.pdf
	$(BIN)/pytest tests/test_docs.py

# Pictures of each sample in each PDF theme. Where lines moved, look at them before `accept`.
gallery:
	$(BIN)/python scripts/render_gallery.py

accept: gallery
	$(BIN)/python tests/page_rows.py

bench: bench-formats bench-pdf

bench-formats:
	$(BIN)/python tests/benchmarks/formats.py $(ARTICLE)

bench-pdf:
	$(BIN)/python tests/benchmarks/pdf.py $(ARTICLE)

# CORPUS is a folder of labelled copy with its evaluate.py
score:
	$(BIN)/python tests/benchmarks/score_structure.py $(CORPUS) --table

# What evidence weighs, learned anew from the corpus and from tests/copy/learned; then `doubts`.
weights:
	$(BIN)/pip install --quiet -e '.[learn]'
	$(BIN)/python scripts/learn_weights.py $(CORPUS)/dev tests/copy/learned
	$(BIN)/ruff format --quiet src


# How sure calls are, learned again; after every change of how roles are decided.
doubts:
	$(BIN)/python scripts/fit_doubts.py $(CORPUS) --write
