#!/usr/bin/env bash
# build.sh PRESET [TARGET...]: configures once, builds, and prints only what matters. Everything goes to stderr, so that
# `run.sh --ready json` keeps its stdout for the server.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=${1:?usage: build.sh PRESET [TARGET...]}
shift
cd "$top"
if [[ ! -f build/$preset/build.ninja ]]; then
  echo "pail: configuring $preset" >&2
  cmake --preset "$preset" >&2
fi
targets=()
[[ $# -eq 0 ]] || targets=(--target "$@")
if cmake --build "build/$preset" "${targets[@]}" -- -n 2>/dev/null | grep -q 'no work to do'; then exit 0; fi
echo "pail: building $preset" >&2
cmake --build "build/$preset" "${targets[@]}" >&2
