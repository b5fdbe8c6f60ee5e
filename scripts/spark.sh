#!/usr/bin/env bash
# The tests of clusters, in environments of their own: a client, and a Spark to talk to.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
ROOT=.spark

command -v java >/dev/null || { echo "The tests of clusters need Java 17 or 21." >&2; exit 1; }

stale() { [ ! -e "$ROOT/$1/.ready" ] || [ "tests/spark/$1.txt" -nt "$ROOT/$1/.ready" ]; }
fresh() { # name, what to install …
  "$PYTHON" -m venv "$ROOT/$1"
  "$ROOT/$1/bin/python" -m pip install --quiet --disable-pip-version-check "${@:2}"
  touch "$ROOT/$1/.ready"
}

if stale server; then fresh server -r tests/spark/server.txt; fi
if stale client; then
  # Spark's client does not take the pandas that other extras need.
  grep -v '^pandas==' constraints.txt >"$ROOT/constraints.txt"
  fresh client -c "$ROOT/constraints.txt" -r tests/spark/client.txt -e '.[dev,spark]'
fi

RFMA_SPARK_HOME=$("$ROOT/server/bin/python" -c \
  'from importlib.util import find_spec as f; print(f("pyspark").submodule_search_locations[0])')
export RFMA_SPARK_HOME
exec "$ROOT/client/bin/python" -m pytest -m "spark or not slow" tests/spark "$@"
