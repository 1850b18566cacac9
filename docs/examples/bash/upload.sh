#!/usr/bin/env bash
# Uploads a folder and compares what has arrived. Knows nothing of Pail: `pail run` sets AWS_ENDPOINT_URL and the keys.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/photos"
for i in {1..100}; do echo "photo $i" > "$folder/photos/$i.jpg"; done

s3() { aws --endpoint-url "$AWS_ENDPOINT_URL" s3 "$@" --only-show-errors; } # before 2.13, aws does not read the variable
aws --endpoint-url "$AWS_ENDPOINT_URL" s3 mb s3://photos
s3 sync "$folder/photos" s3://photos/
s3 sync s3://photos/ "$folder/back"
diff -r "$folder/photos" "$folder/back"
