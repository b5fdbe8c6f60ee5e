#!/usr/bin/env bash
# The tests of servers run a real PostgreSQL: install Debian's where it is missing and may be.
set -euo pipefail

if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "PostgreSQL is not installed; tests that need it are skipped (apt-get install postgresql)" >&2
    exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends postgresql; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "PostgreSQL could not be installed" >&2
    [ "${CI:-}" != true ]
fi
