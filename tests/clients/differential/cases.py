"""Random requests, signed by botocore's signers (Debian's) on bare AWSRequest objects; signed chunks, which that
botocore cannot make, are signed by code of our own, written from the fact sheet.

Not generated, because botocore itself departs from S3 there (shared/spec/sigv2.md §12):
  - V2 with x-amz-date: botocore puts Date on the Date line all the same;
  - V2 sub-resources its list lacks or has beyond S3's, name-only ones with a value, and a name sent twice;
  - V2 over a bare bucket path with "/" appended, and with a name left out: these run against `--compat=boto-v2`;
  - V4 dated by Date: botocore signs the ISO text that is not sent;
  - presigned V2 with a header sent twice: the URL carries one of them."""
import base64
import datetime
import hashlib
import hmac
import io
import string
import types
import zlib
from email.utils import formatdate
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpchecksum import AwsChunkedWrapper, Crc32Checksum

NOW = 1772366400  # 2026-03-01T12:00:00Z: the server's clock, which stands still
REGION = "eu-central-1"
SKEW_MAX = 900
NAME_ONLY = ["accelerate", "acl", "analytics", "cors", "inventory", "lifecycle", "location", "logging", "metrics",
             "notification", "object-lock", "policy", "replication", "requestPayment", "tagging", "versioning",
             "versions", "website", "uploads"]
OF_OBJECTS = ["acl", "restore", "tagging", "torrent"]
LEFT_OUT_BY_BOTO = ["encryption", "intelligent-tiering", "ownershipControls", "policyStatus", "publicAccessBlock"]
RESPONSE = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"]
UNRESERVED = string.ascii_letters + string.digits + "-._~"
TEXT = UNRESERVED + " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}" + "äéßçñøΩЖ日本語한글🙂\u00a0\u2028\u0301"
CHUNK_BYTES_MIN = 8192


class Clock:
    """What botocore.auth takes for the time, so that a case is the same in every run."""
    seconds = NOW

    @classmethod
    def install(cls):
        botocore.auth.time = types.SimpleNamespace(time=lambda: cls.seconds)
        botocore.auth.formatdate = lambda usegmt=False: formatdate(cls.seconds, usegmt=usegmt)
        moment = types.SimpleNamespace(utcnow=cls.moment, strptime=datetime.datetime.strptime)
        botocore.auth.datetime = types.SimpleNamespace(datetime=moment)

    @classmethod
    def moment(cls):
        return datetime.datetime.fromtimestamp(cls.seconds, datetime.timezone.utc).replace(tzinfo=None)


class Case:
    """One request as it goes out, and which of its parts are signed, for whoever wants to spoil them."""

    def __init__(self, kind, random, key, port):
        self.kind, self.random, self.key = kind, random, key
        self.bucket = key["bucket"]
        self.virtual = random.random() < 0.4
        self.host = f"{self.bucket}.localhost:{port}" if self.virtual else f"127.0.0.1:{port}"
        self.method, self.target, self.headers, self.body = "GET", "/", [], b""
        self.credentials = Credentials(key["access_key"], key["secret_key"], key.get("token"))
        self.body_signed = False     # by a hash, an MD5 or a checksum
        self.form = None             # fields of a POST form
        self.chunked = False

    def wire(self):
        fields = [("Host", self.host), *self.headers]
        if self.body or self.method in ("PUT", "POST"):
            fields.append(("Content-Length", str(len(self.body))))
        head = f"{self.method} {self.target} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields) + "\r\n"
        return head.encode("utf-8") + self.body

    def header(self, name):
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    def replace_header(self, name, value):
        self.headers = [(n, value if n.lower() == name.lower() else v) for n, v in self.headers]

    def path_of_key(self, encoded):
        return ("/" if self.virtual else f"/{self.bucket}/") + encoded

    def bucket_path(self):
        return "/" if self.virtual else f"/{self.bucket}"

    def auth_path(self, path):
        """What V2 signs: virtual-host style puts the bucket in front."""
        return f"/{self.bucket}{path}" if self.virtual else path


def text(random, longest, alphabet=TEXT):
    return "".join(random.choice(alphabet) for _ in range(random.randint(1, longest)))


def encoded_key(random):
    """A key as different clients write it: strictly, leniently, with lower-case escapes, nearly raw."""
    key = text(random, 40)
    if random.random() < 0.2:
        key = random.choice(["a//b", "../up", "./here", "dir/", "a/../b", "%41", "+", "a b+c/ä~", "//", "null"]) + key
    kept = random.choice(["/~", "/", "/!$&'()*+,:;=@~", "~"])
    escaped = quote(key, safe=kept)
    if random.random() < 0.2:
        escaped = "".join(c.lower() if i >= 1 and "%" in escaped[max(0, i - 2):i] else c for i, c in enumerate(escaped))
    return escaped


def metadata(random, repeats):
    """x-amz-* headers, with the white space that canonical forms disagree about."""
    fields = []
    for number in range(random.randint(0, 3)):
        prefix = random.choice(["x-amz-meta-", "X-Amz-Meta-", "X-AMZ-META-"])
        name = f"{prefix}{text(random, 8, UNRESERVED[:62])}{number}"
        words = [text(random, 8, UNRESERVED + "=;,:/+%&\"'()") for _ in range(random.randint(1, 4))]
        value = random.choice([" ", "  ", "\t", " \t "]).join(words)
        fields.append((name, random.choice(["", " "]) + value + random.choice(["", " "])))
        if repeats and random.random() < 0.15:
            fields.append((name, text(random, 8, UNRESERVED)))
    if random.random() < 0.2:
        fields.append(("x-amz-storage-class", "STANDARD"))
    return fields


def request(case, method, path, query, headers, body):
    made = AWSRequest(method=method, url=f"http://{case.host}{path}" + (f"?{query}" if query else ""), data=body,
                      auth_path=case.auth_path(path))
    for name, value in headers:
        made.headers.add_header(name, value)
    return made


def take(case, made, body, drop=()):
    """The signed AWSRequest as the case's bytes."""
    parts = urlsplit(made.url)
    case.method, case.body = made.method, body
    case.target = made.url.split(case.host, 1)[1] if parts.query or parts.path else "/"
    case.headers = [(n, v) for n, v in made.headers.items() if n.lower() not in ("host", *drop)]


def shape(case, valued=True):
    """A method, a path and a query that S3 has before it looks at the operation, and the body of a PUT."""
    random = case.random
    pick = random.random()
    if pick < 0.35:
        return "PUT", case.path_of_key(encoded_key(random)), "", random.randbytes(random.choice([0, 1, 100, 3000]))
    if pick < 0.6:
        query = []
        if random.random() < 0.5:
            names = random.sample(RESPONSE, random.randint(1, 3))
            query = [f"response-{n}={quote(text(random, 12, TEXT[:80]), safe='-._~')}" for n in names]
        return random.choice(["GET", "HEAD"]), case.path_of_key(encoded_key(random)), "&".join(query), b""
    if pick < 0.7:
        return "DELETE", case.path_of_key(encoded_key(random)), "", b""
    if pick < 0.8:
        return "GET", case.path_of_key(encoded_key(random)), random.choice(OF_OBJECTS), b""
    return "GET", case.bucket_path(), bucket_query(random, valued), b""


def bucket_query(random, valued):
    if random.random() < 0.4:
        return random.choice(NAME_ONLY)
    query = {"prefix": text(random, 12)} if random.random() < 0.7 else {}
    if random.random() < 0.5:
        query["max-keys"] = str(random.randint(0, 1000))
    if random.random() < 0.4:
        query["delimiter"] = random.choice("/_-")
    if valued and random.random() < 0.4:
        query["list-type"] = "2"
    names = list(query.items())
    random.shuffle(names)
    return "&".join(f"{n}={quote(v, safe='-._~')}" for n, v in names)


def date_texts(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    east = moment + datetime.timedelta(hours=5, minutes=30)
    return [moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), moment.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            moment.strftime("%A, %d-%b-%y %H:%M:%S GMT"), moment.strftime("%a %b %e %H:%M:%S %Y"),
            moment.strftime("%Y%m%dT%H%M%SZ"), east.strftime("%a, %d %b %Y %H:%M:%S +0530"),
            moment.strftime("%a, %d %b %Y %H:%M:%S utc")]


def set_clock(random, behind=SKEW_MAX, ahead=SKEW_MAX):
    Clock.seconds = NOW + random.choice([random.randint(-behind, ahead), -behind, ahead])


def content_headers(case, method, body):
    """What V2 signs of a body: its type and its MD5."""
    random, fields = case.random, []
    if method == "PUT" and random.random() < 0.6:
        fields.append(("Content-Type", random.choice(["image/jpeg", "text/plain; charset=UTF-8", "x/y;  q=1"])))
    if method == "PUT" and random.random() < 0.5:
        fields.append(("Content-MD5", base64.b64encode(hashlib.md5(body).digest()).decode()))
        case.body_signed = bool(body)
    return fields


def v2_header(case):
    set_clock(case.random)
    method, path, query, body = shape(case)
    fields = content_headers(case, method, body) + metadata(case.random, repeats=True)
    signer = botocore.auth.HmacV1Auth(case.credentials)
    date = case.random.choice(date_texts(Clock.seconds))
    signer._get_date = lambda: date
    made = request(case, method, path, query, fields, body)
    signer.add_auth(made)
    take(case, made, body)


def v2_query(case):
    random = case.random
    Clock.seconds = NOW
    method, path, query, body = shape(case)
    fields = content_headers(case, method, body) + metadata(random, repeats=False)
    signer = botocore.auth.HmacV1QueryAuth(case.credentials, expires=random.choice([0, 1, 3600, 10 ** 8, 374_000_000]))
    made = request(case, method, path, query, fields, body)
    signer.add_auth(made)
    moved = () if random.random() < 0.3 else tuple(n.lower() for n, _ in made.headers.items()
                                                   if n.lower().startswith("x-amz-"))
    take(case, made, body, drop=("date", *moved))


def v4_request(case, method, path, query, fields, body, signer):
    made = request(case, method, path, query, fields, body)
    return made, signer(case.credentials, "s3", REGION)


def v4_header(case):
    set_clock(case.random)
    method, path, query, body = shape(case)
    fields = content_headers(case, method, body) + metadata(case.random, repeats=True)
    if case.random.random() < 0.3:
        fields.append(("Range", "bytes=0-"))
    made, signer = v4_request(case, method, path, query, fields, body, botocore.auth.S3SigV4Auth)
    if case.random.random() < 0.25:
        made.context["client_config"] = types.SimpleNamespace(s3={"payload_signing_enabled": False})
    else:
        case.body_signed = bool(body) and method == "PUT"
    signer.add_auth(made)
    take(case, made, body)


def v4_query(case):
    random = case.random
    lifetime = random.choice([1, 60, 3600, 604800])
    set_clock(random, behind=lifetime)
    method, path, query, body = shape(case)
    fields = content_headers(case, method, body) + metadata(random, repeats=False)
    made = request(case, method, path, query, fields, body)
    made.data = b""  # botocore would move a body into the URL
    botocore.auth.S3SigV4QueryAuth(case.credentials, "s3", REGION, expires=lifetime).add_auth(made)
    take(case, made, body)


def unsigned_trailer(case):
    random = case.random
    set_clock(random)
    body = random.randbytes(random.choice([1, 100, 9000, 20000]))
    chunk = random.choice([CHUNK_BYTES_MIN, 10000, 1 << 20])
    wrapped = AwsChunkedWrapper(io.BytesIO(body), checksum_cls=Crc32Checksum, checksum_name="x-amz-checksum-crc32",
                                chunk_size=chunk).read()
    fields = metadata(random, repeats=False) + [
        ("Content-Encoding", "aws-chunked"), ("X-Amz-Trailer", "x-amz-checksum-crc32"),
        ("X-Amz-Decoded-Content-Length", str(len(body)))]
    made, signer = v4_request(case, "PUT", case.path_of_key(encoded_key(random)), "", fields, b"",
                              botocore.auth.S3SigV4Auth)
    made.context["checksum"] = {"request_algorithm": {"in": "trailer", "algorithm": "crc32",
                                                      "name": "x-amz-checksum-crc32"}}
    signer.add_auth(made)
    take(case, made, wrapped)
    case.body_signed = case.chunked = True


class ChunkSigner(botocore.auth.S3SigV4Auth):
    """botocore's head for a body of signed chunks; the chunks are signed below, by the fact sheet (sigv4.md §10)."""
    keyword = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"

    def payload(self, request):
        return self.keyword


def signed_chunks(case):
    random = case.random
    set_clock(random)
    trailer = random.random() < 0.5
    body = random.randbytes(random.choice([0, 1, 100, 9000, 20000]))
    chunk = random.choice([CHUNK_BYTES_MIN, 10000, 1 << 20])
    fields = metadata(random, repeats=False) + [("Content-Encoding", "aws-chunked"),
                                                ("X-Amz-Decoded-Content-Length", str(len(body)))]
    if trailer:
        fields.append(("X-Amz-Trailer", "x-amz-checksum-crc32"))
    made, signer = v4_request(case, "PUT", case.path_of_key(encoded_key(random)), "", fields, b"", ChunkSigner)
    signer.keyword += "-TRAILER" if trailer else ""
    signer.add_auth(made)
    take(case, made, chunked_body(case, made, body, chunk, trailer))
    case.body_signed = case.chunked = True


def chunked_body(case, made, body, chunk, trailer):
    stamp = made.context["timestamp"]
    scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
    key = f"AWS4{case.credentials.secret_key}".encode()
    for part in (stamp[:8], REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    previous = made.headers["Authorization"].rsplit("Signature=", 1)[1]

    def sign(kind, *hashes):
        lines = "\n".join([f"AWS4-HMAC-SHA256-{kind}", stamp, scope, previous, *hashes])
        return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()

    out = b""
    for start in [*range(0, len(body), chunk), len(body)]:
        data = body[start:start + chunk]
        previous = sign("PAYLOAD", hashlib.sha256(b"").hexdigest(), hashlib.sha256(data).hexdigest())
        out += f"{len(data):x};chunk-signature={previous}\r\n".encode() + data + (b"\r\n" if data else b"")
    if trailer:
        line = "x-amz-checksum-crc32:" + base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
        signature = sign("TRAILER", hashlib.sha256(f"{line}\n".encode()).hexdigest())
        out += f"{line}\r\nx-amz-trailer-signature:{signature}\r\n".encode()
    return out + b"\r\n"


def boto_v2_compat(case):
    """What boto3's client signs for buckets, against a server that was asked to accept it."""
    random = case.random
    set_clock(random)
    case.virtual, case.host = False, "127.0.0.1:" + case.host.rsplit(":", 1)[1]
    path, query = case.bucket_path(), ""
    pick = random.random()
    signer = botocore.auth.HmacV1Auth(case.credentials)
    if pick < 0.4:
        signed, query = path + "/", random.choice(["", "prefix=a%20b&encoding-type=url", "max-keys=7"])
    elif pick < 0.6:
        name = random.choice([*NAME_ONLY, "list-type=2"])  # boto3 1.26: the template's query is part of its path
        signed, query = f"{path}?{name}", name
    elif pick < 0.8:
        signed, query = path + "/", random.choice([*NAME_ONLY, "list-type=2"])  # later releases
    else:
        signed, query = path, random.choice(LEFT_OUT_BY_BOTO)
    made = request(case, random.choice(["GET", "GET", "HEAD"]) if not query else "GET", path, query, [], b"")
    made.auth_path = signed
    signer.add_auth(made)
    take(case, made, b"")
