#!/usr/bin/env bash
# Debian's Chromium, in which the pages are tested: installed where it is missing and we may.
# Without it those tests are skipped; under CI=true they fail.
set -euo pipefail
[ -x /usr/bin/chromium ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Chromium is missing: apt-get install chromium" >&2
  exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } \
  >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "Chromium could not be installed." >&2
fi
