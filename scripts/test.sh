#!/usr/bin/env bash
# Installs what is missing, builds, runs every test and ends with ctest's own summary.
#   test.sh                    the preset `dev`: what CI runs
#   test.sh asan|tsan|fuzz|coverage    one of the long presets (see CMakePresets.json)
#   test.sh [PRESET] -R REGEX ...      further arguments go to ctest
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=dev
case ${1:-} in dev | asan | tsan | fuzz | coverage) preset=$1; shift ;; esac

if [[ $preset == dev ]]; then "$top/scripts/install.sh" test; else "$top/scripts/install.sh" dev; fi
"$top/scripts/build.sh" "$preset"
cd "$top/build/$preset"
echo "pail: testing $preset" >&2
exec ctest --output-on-failure -j "$(nproc)" "$@"
