#!/usr/bin/env bash
# Another S3 to try against: Ceph's radosgw, on a cluster of one machine that lives in memory and in a temporary folder,
# and is gone with this script. Needs no root beyond --install.
#
#   scripts/radosgw.sh --install       # the packages, from Debian (as root)
#   scripts/radosgw.sh                 # prints {"endpoint": ..., "access_key": ..., "secret_key": ...}; ends with SIGTERM
#   scripts/radosgw.sh COMMAND...      # runs it with AWS_ENDPOINT_URL and the keys in its environment
set -euo pipefail

packages=(ceph-mon ceph-osd ceph-common radosgw)
if [[ "${1:-}" == --install ]]; then
  export DEBIAN_FRONTEND=noninteractive
  exec apt-get install -y --no-install-recommends "${packages[@]}"
fi
for program in ceph-mon ceph-osd radosgw radosgw-admin; do
  command -v "$program" > /dev/null || { echo "radosgw.sh: no $program; scripts/radosgw.sh --install" >&2; exit 69; }
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/radosgw-XXXXXX")  # short: sockets lie in it
children=()
finish() {
  local child
  for child in "${children[@]}"; do kill "$child" 2> /dev/null || true; done
  for child in "${children[@]}"; do wait "$child" 2> /dev/null || true; done
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

uuid() { cat /proc/sys/kernel/random/uuid; }
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
die() {  # die MESSAGE NAME: with the end of NAME's log
  echo "radosgw.sh: $1; the last lines of its log:" >&2
  tail -n 20 "$folder/$2.log" >&2
  exit 70
}

mon=$(free_port)
gateway=$(free_port)
fsid=$(uuid)
cat > "$folder/ceph.conf" << EOF
[global]
fsid = $fsid
mon_host = v1:127.0.0.1:$mon
public_addr = 127.0.0.1
ms_bind_msgr2 = false
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
run_dir = $folder
admin_socket = $folder/\$name.sock
crash_dir = $folder
log_file = $folder/\$name.log
mon_cluster_log_file = $folder/cluster.log
keyring = $folder/keyring
mon_data = $folder/mon
osd_data = $folder/osd
# One of everything, and few placement groups: nothing here is to survive.
mon_allow_pool_size_one = true
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_max_pg_per_osd = 1000
# The OSD's own asking for its place fails on a busy machine ("wrong fsid": it asks before it knows the cluster).
osd_class_update_on_start = false
osd_crush_update_on_start = false
osd_mon_shutdown_timeout = 1
osd_objectstore = memstore
memstore_device_bytes = ${RADOSGW_BYTES:-8589934592}
# STS: any 16 characters.
rgw_s3_auth_use_sts = true
rgw_sts_key = abcdefghijklmnop
EOF
run() { "$1" --conf "$folder/ceph.conf" "${@:2}"; }
start() {  # start NAME PROGRAM ARGUMENTS...: its log and its output are NAME.log
  (exec "$2" --conf "$folder/ceph.conf" --foreground "${@:3}") >> "$folder/$1.log" 2>&1 &
  children+=($!)
}
quietly() { "$@" >> "$folder/setup.log" 2>&1 || die "$* failed" setup; }

: > "$folder/keyring"
mkdir "$folder/mon" "$folder/osd"
quietly run monmaptool --create --add a "v1:127.0.0.1:$mon" --fsid "$fsid" "$folder/monmap"
quietly run ceph-mon --mkfs --id a --monmap "$folder/monmap"
start mon.a ceph-mon --id a
osd=$(uuid)
quietly run ceph --connect-timeout 30 osd new "$osd"
quietly run ceph --connect-timeout 30 osd crush add osd.0 1.0 root=default host=here
quietly run ceph-osd --id 0 --mkfs --osd-uuid "$osd"
start osd.0 ceph-osd --id 0

# It makes its pools first, which waits until the OSD is up.
quietly timeout 120 radosgw-admin --conf "$folder/ceph.conf" user create --uid pail --display-name Pail \
  --caps 'roles=*;user-policy=*'
field() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])["keys"][0][sys.argv[2]])' "$user" "$1"; }
user=$(run radosgw-admin user info --uid pail 2>> "$folder/setup.log") || die "radosgw-admin failed" setup
access_key=$(field access_key)
secret_key=$(field secret_key)

start gateway radosgw --name client.gateway --rgw-frontends "beast endpoint=127.0.0.1:$gateway"
endpoint=http://127.0.0.1:$gateway
for ((tries = 0; ; ++tries)); do
  curl --silent --output /dev/null "$endpoint" && break
  ((tries < 300)) || die "radosgw does not answer" gateway
  sleep 0.2
done

if (($# > 0)); then
  AWS_ENDPOINT_URL="$endpoint" AWS_ACCESS_KEY_ID="$access_key" AWS_SECRET_ACCESS_KEY="$secret_key" AWS_REGION=us-east-1 \
    PAIL_OTHER_SERVER=radosgw "$@"
  exit
fi
printf '{"endpoint":"%s","access_key":"%s","secret_key":"%s"}\n' "$endpoint" "$access_key" "$secret_key"
wait
