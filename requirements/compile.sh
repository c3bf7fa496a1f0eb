#!/usr/bin/env bash
# Compiles requirements/*.txt from pyproject.toml: run it after changing an extra there.
# All groups share one environment, so test.txt, which holds everything, is
# resolved first and the others take their versions from it.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { # compile FILE ARGUMENTS...
  local file="requirements/$1"; shift
  uv pip compile pyproject.toml --python-version 3.11 --no-emit-index-url --no-emit-find-links \
    --custom-compile-command requirements/compile.sh --output-file "$file" --quiet "$@"
}
compile test.txt --extra site --extra train --extra test
compile site.txt --extra site --constraint requirements/test.txt
compile train.txt --extra train --constraint requirements/test.txt
compile bench.txt --extra bench --constraint requirements/test.txt
