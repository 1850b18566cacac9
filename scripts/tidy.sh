#!/usr/bin/env bash
# clang-tidy over our sources with the compile commands of a build folder; only files given, or all.
#   tidy.sh BUILD_FOLDER [FILE...]     any preset's folder: options that only g++ knows are passed over
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:?usage: tidy.sh BUILD_FOLDER [FILE...]}
shift
cd "$top"
files=("$@")
[[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(git ls-files 'wire/*.cpp' 'signer/*.cpp' 'net/*.cpp' 'emulator/*.cpp' 'client/*.cpp' 'testing/*.cpp' 'cli/*.cpp')
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet -p "$build" \
  --extra-arg=-Wno-unknown-warning-option
