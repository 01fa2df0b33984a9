#!/usr/bin/env bash
# Where no browser is: installs Debian's Chromium if we may. Where we may not, says so and goes on;
# the tests that need one are then skipped, each with the reason in its title.
set -uo pipefail

if [ -n "${PUPPETEER_EXECUTABLE_PATH:-}" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo 'No browser, and none can be installed here: tests that need one are skipped'
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1; then
  echo 'Chromium could not be installed: tests that need a browser are skipped'
fi
