#!/bin/sh
# Makes every file of fixtures/tls anew, in the current directory; its README.md says what each is for.
set -eu

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

# authority NAME SUBJECT
authority() {
  key "$1.key"
  openssl req -x509 -new -key "$1.key" -subj "$2" -days 36500 -out "$1.crt" \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign
}

# issue NAME SUBJECT PURPOSE DAYS NAMES [x509 options]
issue() {
  name=$1 subject=$2 purpose=$3 days=$4 names=$5
  shift 5
  key "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" -out request.tmp
  printf 'extendedKeyUsage=%s\n%s\n' "$purpose" "${names:+subjectAltName=$names}" >extensions.tmp
  openssl x509 -req -in request.tmp -CA ca.crt -CAkey ca.key -days "$days" \
    -extfile extensions.tmp -out "$name.crt" "$@"
  rm request.tmp extensions.tmp
}

authority ca "/O=Pail tests/CN=Test authority"
authority stranger "/O=Pail tests/CN=Somebody else"
issue server "/O=Pail tests/CN=server" serverAuth 36500 \
  DNS:localhost,DNS:bucket.localhost,DNS:s3.localhost,DNS:*.s3.localhost,IP:127.0.0.1,IP:::1
issue other "/O=Pail tests/CN=other" serverAuth 36500 DNS:other.example,DNS:*.other.example
issue client "/O=Pail tests/CN=phone-7" clientAuth 36500 ""
# Expired: valid for one day, long ago. `openssl x509` cannot say from when; `openssl ca` can.
key expired.key
openssl req -new -key expired.key -subj "/O=Pail tests/CN=expired" -out request.tmp
: >index.tmp
cat >ca.tmp <<CONF
[ca]
default_ca=it
[it]
database=index.tmp
new_certs_dir=.
rand_serial=yes
default_md=sha256
policy=any
[any]
organizationName=optional
commonName=supplied
[extensions]
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,IP:127.0.0.1
CONF
openssl ca -batch -config ca.tmp -cert ca.crt -keyfile ca.key -in request.tmp -notext \
  -startdate 20200101000000Z -enddate 20200102000000Z -extensions extensions -out expired.crt
rm -f ./*.tmp ./*.tmp.* [0-9A-F]*.pem ca.key stranger.key
