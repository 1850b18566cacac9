#!/usr/bin/env bash
# Builds the micro benches as what ships and runs them. Arguments go to Google Benchmark:
#   ./scripts/bench.sh --benchmark_filter=V2
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$top/scripts/install.sh" dev
"$top/scripts/build.sh" bench pail_bench
exec "$top/build/bench/bench/pail_bench" "$@"
