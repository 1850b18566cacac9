#!/usr/bin/env bash
# A job of a CI: each script gets an S3 of its own for as long as it runs, without ports, keys or containers to prepare.
# PAIL=/path/to/pail when it is not on PATH.
set -euo pipefail
cd "$(dirname "$0")"
pail=${PAIL:-pail}

echo "== uploads survive a flaky network"
"$pail" run --profile flaky-1-percent -- ./upload.sh

echo "== a job can wait for what another one uploads"
"$pail" run -- ./wait_for_upload.sh
