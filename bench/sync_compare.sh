#!/usr/bin/env bash
# pail sync, aws s3 sync and rclone sync side by side: many small files and one large one, up and
# down, against the same `pail serve` in memory. Prints seconds and ratios; leaves nothing behind.
#
#   bench/sync_compare.sh [PAIL]        PAIL: the executable, build/release/pail by default
#
# FILES (10000), FILE_BYTES (4096), LARGE_MIB (5120) and ROUNDS (1) may be set in the environment.
# Every download is compared with what went up. What a tool cannot be found is left out.
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
pail=$(realpath "${1:-$top/build/release/pail}")
files=${FILES:-10000}
file_bytes=${FILE_BYTES:-4096}
large_mib=${LARGE_MIB:-5120}
rounds=${ROUNDS:-1}

# The source, one copy at a time, and what the server holds: thrice the large file, and some.
needed_kib=$(((3 * large_mib + 1024) * 1024))
room() { df --output=avail "$1" | tail -1; }
place=${TMPDIR:-/tmp}
if [ -d /dev/shm ] && [ "$(room /dev/shm)" -gt "$needed_kib" ] &&
  [ "$(awk '/MemAvailable/ {print $2}' /proc/meminfo)" -gt "$needed_kib" ]; then
  place=/dev/shm
fi
work=$(mktemp -d "$place/pail-sync-compare-XXXXXX")
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

# The tools' own settings stay out of it.
unset AWS_CA_BUNDLE AWS_PROFILE AWS_SESSION_TOKEN
export AWS_CONFIG_FILE=$work/no-config AWS_SHARED_CREDENTIALS_FILE=$work/no-credentials
export RCLONE_CONFIG=$work/rclone.conf

member() { # name: of the line the server says when it is ready
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/ready.json"
}

start_server() {
  local store=()
  [ "$place" = /dev/shm ] || store=(--data "$work/data" --durability none)
  "$pail" serve --port 0 --ready json "${store[@]}" >"$work/ready.json" 2>"$work/server.log" &
  server=$!
  for _ in $(seq 100); do
    [ -s "$work/ready.json" ] && break
    sleep 0.1
  done
  export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION
  AWS_ENDPOINT_URL=$(member endpoint)
  AWS_ACCESS_KEY_ID=$(member access_key)
  AWS_SECRET_ACCESS_KEY=$(member secret_key)
  AWS_REGION=$(member region)
  [ -n "$AWS_ENDPOINT_URL" ] || { cat "$work/server.log"; exit 1; }
  cat >"$RCLONE_CONFIG" <<END
[s3]
type = s3
provider = Other
access_key_id = $AWS_ACCESS_KEY_ID
secret_access_key = $AWS_SECRET_ACCESS_KEY
endpoint = $AWS_ENDPOINT_URL
force_path_style = true
END
  "$pail" mb "s3://bench" >/dev/null
}

stop_server() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  rm -rf "$work/data"
}

run_tool() { # tool source target
  case $1 in
    pail) "$pail" sync "$2" "$3" ;;
    aws) aws s3 sync --only-show-errors "$2" "$3" ;;
    rclone) rclone sync "${2/#s3:\/\//s3:}" "${3/#s3:\/\//s3:}" ;;
  esac >"$work/tool.log" 2>&1 || { cat "$work/tool.log"; exit 1; }
}

seconds() { # command...: how long it takes, in $took
  local begin
  begin=$(date +%s.%N)
  "$@"
  took=$(echo "$(date +%s.%N) - $begin" | bc)
}

declare -A best
note() { # tool what
  local key="$1 $2"
  printf '%-7s %-12s %9.3f s\n' "$1" "$2" "$took"
  if [ -z "${best[$key]:-}" ] || [ "$(echo "$took < ${best[$key]}" | bc)" = 1 ]; then
    best[$key]=$took
  fi
}

measure() { # tool what
  start_server
  seconds run_tool "$1" "$work/$2" "s3://bench/$2"
  note "$1" "$2-up"
  rm -rf "$work/back"
  seconds run_tool "$1" "s3://bench/$2" "$work/back"
  note "$1" "$2-down"
  diff -rq "$work/$2" "$work/back"
  rm -rf "$work/back"
  stop_server
}

mkdir -p "$work/small" "$work/large"
head -c $((files * file_bytes)) /dev/urandom |
  (cd "$work/small" && split -b "$file_bytes" -a 5 -d - f)
(cd "$work/small" && for i in $(seq 0 99); do
  mkdir "d$i" && find . -maxdepth 1 -name "f*$(printf %02d "$i")" -exec mv -t "d$i" {} +
done)
head -c "${large_mib}M" /dev/urandom >"$work/large/file"

tools=(pail)
for tool in aws rclone; do command -v "$tool" >/dev/null && tools+=("$tool"); done
echo "$files files of $file_bytes bytes, one of $large_mib MiB, in $place; $(nproc) processors"
for _ in $(seq "$rounds"); do
  for what in small large; do
    for tool in "${tools[@]}"; do measure "$tool" "$what"; done
  done
done

echo
for what in small-up small-down large-up large-down; do
  line="$what: pail ${best[pail $what]} s"
  for tool in "${tools[@]:1}"; do
    ratio=$(echo "scale=1; ${best[$tool $what]} / ${best[pail $what]}" | bc)
    line+=", $tool ${ratio}x as long"
  done
  echo "$line"
done
