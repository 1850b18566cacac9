#!/usr/bin/env bash
# Installs what is missing, Debian packages only, and says what it does. Quick and silent when nothing is missing.
#   install.sh build    compiler, CMake and the libraries of README's table
#   install.sh test     the same, and the real clients that the tests drive
#   install.sh bench    what `build` has, and the peers and tools of the comparison bench
#   install.sh dev      the same, and what the other presets and targets need (clang, clang-tidy, clang-format)
set -euo pipefail

build=(g++ cmake ninja-build ccache libboost1.81-dev libssl-dev libsqlite3-dev libpugixml-dev
  libxxhash-dev libcli11-dev libspdlog-dev libfmt-dev)
test=(libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev python3 python3-jsonschema python3-prometheus-client curl awscli python3-boto3 python3-pytest s3cmd rclone mandoc zsh fish nodejs npm chromium)
bench=(libbenchmark-dev python3 nginx-light wrk gnuplot-nox libs3-dev openssl)
dev=(clang clang-tidy clang-format libclang-rt-14-dev)

case ${1:-build} in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  bench) wanted=("${build[@]}" "${bench[@]}") ;;
  dev) wanted=("${build[@]}" "${test[@]}" "${dev[@]}") ;;
  *) sed -n '2,6p' "$0" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  # A machine may have its Node.js with npm inside, from elsewhere: then Debian's npm is not missing.
  [[ $package == npm ]] && command -v npm >/dev/null && continue
  # Any nginx will do.
  [[ $package == nginx-light ]] && { command -v nginx || [[ -x /usr/sbin/nginx ]]; } >/dev/null && continue
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

sudo=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "install.sh: not root and no sudo; please install: ${missing[*]}" >&2; exit 1; }
  sudo=(sudo)
fi
echo "pail: installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { "${sudo[@]}" apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; }
# Fresh lists first: a machine made from an image has none, or old ones whose versions are gone.
"${sudo[@]}" apt-get update >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
install || { tail -n 30 "$log" >&2; echo "install.sh: apt-get failed, see above" >&2; exit 1; }
