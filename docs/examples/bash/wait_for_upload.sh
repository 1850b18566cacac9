#!/usr/bin/env bash
# Waits for an upload instead of sleeping and hoping, and asks the journal what came of it. Needs nothing but curl.
set -euo pipefail
s3() {
  curl -sS --fail --aws-sigv4 "aws:amz:$AWS_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"
}
journal=${PAIL_CONTROL_URL}worlds/default/journal

s3 -X PUT "$AWS_ENDPOINT_URL/reports"
(sleep 0.1; s3 --upload-file "$0" "$AWS_ENDPOINT_URL/reports/today.txt") & # somebody else's job

curl -sS --fail "$journal/wait" -d '{"match": {"operation": "PutObject", "bucket": "reports"}, "timeout_ms": 5000}' >/dev/null
s3 "$AWS_ENDPOINT_URL/reports/today.txt" | diff - "$0"
curl -sS --fail "$journal?status=200&operation=PutObject" | grep -q '"key":"today.txt"'
wait
