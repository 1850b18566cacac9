#!/usr/bin/env bash
# Starts all of the example and prints the page's address: S3 (pail serve), the service that signs and serves the page
# (pail signer), and the application (gallery.mjs). Ctrl-C stops them. Needs node, and pail: PAIL=/path/to/pail when it is
# not on PATH. Ports: S3_PORT, PAGE_PORT, GALLERY_PORT.
set -euo pipefail
cd "$(dirname "$0")"
pail=${PAIL:-pail}
s3=http://127.0.0.1:${S3_PORT:=9000} page=http://127.0.0.1:${PAGE_PORT:=9001} gallery=http://127.0.0.1:${GALLERY_PORT:=9003}

pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait' EXIT
trap 'exit 0' INT TERM
# Runs a command in the background, and waits for its first line, by which it says that it is ready.
start() {
  local said
  exec {said}< <(exec "$@")
  pids+=($!)
  read -r -u "$said" || { echo "start.sh: $* did not start" >&2; exit 1; }
  cat <&"$said" &
}

start "$pail" serve --port "$S3_PORT" --ready json --log-level warning --exit-with-parent --seed seed.json \
  --notify "arn:aws:sqs:us-east-1:123456789012:uploads=$gallery/events"
export AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=AKIAGALLERY000000000 AWS_SECRET_ACCESS_KEY=the/gallery/keeps+this/to/itself \
  S3_ENDPOINT=$s3 BUCKET=photos PORT=$GALLERY_PORT start node gallery.mjs
PAIL_ACCESS_KEY=AKIASIGNER0000000000 PAIL_SECRET_KEY=the/signer/keeps+this/to/itself \
  start "$pail" signer --port "$PAGE_PORT" --ready json --log-level warning --policy policy.json --endpoint "$s3" --static page

echo "Photos: $page/#token=token-of-ann&application=$gallery"
echo "As a guest, whom the policy lends no keys: $page/#token=token-of-a-guest&application=$gallery"
wait -n
