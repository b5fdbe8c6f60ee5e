#!/usr/bin/env bash
# The tests that need Apache Spark: its servers live in an environment of their own, since `pyspark`
# and `pyspark-client` do not share one. Java is installed from Debian where it is missing and may be.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
CLIENT=${CLIENT:-.venv/bin/python}
SERVER=.spark/server

java_of_debian() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Java 17 or 21 is missing: apt-get install openjdk-17-jre-headless" >&2
    exit 1
  fi
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -q && apt-get install -q -y --no-install-recommends openjdk-17-jre-headless; } \
    >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Java 17 or 21 is missing, and openjdk-17-jre-headless could not be installed." >&2
    exit 1
  fi
}

[ -x "${JAVA_HOME:-}/bin/java" ] || command -v java >/dev/null || java_of_debian

if [ ! -e "$SERVER/.ready" ] || [ tests/spark/server.txt -nt "$SERVER/.ready" ]; then
  "$PYTHON" -m venv "$SERVER"
  "$SERVER/bin/python" -m pip install --quiet --disable-pip-version-check -r tests/spark/server.txt
  touch "$SERVER/.ready"
fi

RFMA_SPARK_HOME=$("$SERVER/bin/python" -c \
  'from importlib.util import find_spec as f; print(f("pyspark").submodule_search_locations[0])')
export RFMA_SPARK_HOME
# One process: the cluster is started once.
exec "$CLIENT" -m pytest -m spark tests/spark "$@"
