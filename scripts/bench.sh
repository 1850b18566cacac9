#!/usr/bin/env bash
# Measures Pail beside nginx, wrk, OpenSSL, SQLite: installs what is missing, builds what ships and the bench, asks every
# question of bench/versus/questions, prints the ratios as they come, and saves them in bench/results/.
#   bench.sh                           all of it, about half an hour; the machine should have nothing else to do
#   bench.sh --quick                   does it run? A few minutes; says little of speed
#   bench.sh listing start             only these questions; --help has their names and all options
#   bench.sh --document [FILE...]      writes the tables and plots of docs/performance.md from results, the newest unless said
#   bench.sh micro [--benchmark_...]   the micro benches alone; the arguments are Google Benchmark's
# --no-install, in front, leaves the machine's packages as they are: what is missing is then passed over, or an error.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

install=yes
if [[ ${1:-} == --no-install ]]; then
  install=no
  shift
fi
[[ $install == no ]] || "$top/scripts/install.sh" bench

if [[ ${1:-} == micro || ${1:-} == --benchmark_* ]]; then
  [[ $1 != micro ]] || shift
  "$top/scripts/build.sh" bench pail_bench
  exec "$top/build/bench/bench/pail_bench" "$@"
fi
case ${1:-} in
  --document | --help | -h) ;;
  *)
    "$top/scripts/build.sh" release pail
    "$top/scripts/build.sh" bench pail_bench pail_requests pail_sqlite_loop
    ;;
esac
cd "$top"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$top/bench" exec python3 -m versus "$@"
