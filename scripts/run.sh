#!/usr/bin/env bash
# Installs what is missing, builds a release and starts `pail serve`. Arguments go to `pail serve`:
#   ./scripts/run.sh --port 0 --ready json
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

"$top/scripts/install.sh" build
"$top/scripts/build.sh" release pail
exec "$top/build/release/pail" serve "$@"
