#!/bin/sh
# Writes every lock file under requirements/ from pyproject.toml.
#
#     tools/lock.sh [--upgrade]
#
# One lock per use, all held to the versions of run.txt, for every Python from 3.11 and every
# system. Hashes pin the files, so no address of a package registry needs to be written down.
set -eu
cd "$(dirname "$0")/.."

compile() {
    name=$1
    shift
    .venv/bin/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
        --custom-compile-command "make lock" --group build --output-file "requirements/$name.txt" "$@"
}

compile run "$@"
compile dev --group dev --group docs --constraints requirements/run.txt "$@"
compile web --extra web --constraints requirements/run.txt "$@"
compile dask --extra dask --constraints requirements/run.txt "$@"
compile bench --group bench --constraints requirements/run.txt "$@"
