"""`pail signer`, POST /sign: a caller's token looked up, the policy asked, an upload signed. Against nginx's GET of a file."""
import hashlib
import json
import http.client
import urllib.parse
from contextlib import ExitStack

from ..load import Requests
from ..measure import compared, interleaved, sample
from ..servers import PailSigner
from ..stage import Stage

TOKEN = "token-of-the-bench"
POLICY = {
    "callers": [{"name": "web", "token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}],
    "rules": [{"name": "in", "callers": ["web"], "may": ["PUT"], "buckets": ["bench"], "key": "users/{caller}/{uuid}-{filename}",
               "content_types": ["image/jpeg"], "bytes": [1, 104857600], "seconds": 900, "signatures": ["v2", "v4"]}]}
PHOTO = b"x" * 1024
KEYS = 1000


def question(host, signature, token=TOKEN):
    body = json.dumps({"filename": "cat.jpg", "content_type": "image/jpeg", "size": len(PHOTO), "signature": signature}).encode()
    head = (f"POST /sign HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def is_believed_by_s3(signer, s3, signature):
    """What it signs must be good, and who has no token must get nothing."""
    with Requests.of(signer.host, [question(signer.host, signature)]) as right, \
            Requests.of(signer.host, [question(signer.host, signature, "another")]) as wrong:
        (status, _, body), = right.answers()
        refused = wrong.statuses()
    told = json.loads(body)
    connection = http.client.HTTPConnection(s3.host)
    connection.request("PUT", urllib.parse.urlsplit(told["url"]).path, PHOTO, told["headers"])
    stored = connection.getresponse().status
    connection.close()
    if (status, refused, stored) != (200, [401], 200):
        raise RuntimeError(f"POST /sign answers {status}, a wrong token {refused}, S3 answers the signed PUT {stored}")


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        nginx, s3 = stage.nginx(KEYS), stage.pail()
        signer = stack.enter_context(PailSigner(bench.pail, POLICY, s3.url))
        for signature in ("v2", "v4"):
            is_believed_by_s3(signer, s3, signature)
            asked = stack.enter_context(Requests.of(signer.host, [question(signer.host, signature)]))
            for connections in (8, 64):
                with stage.for_now():
                    ours, theirs = interleaved(
                        [lambda: sample(signer, lambda: asked.wrk(connections, bench.seconds)),
                         stage.replayed(nginx, connections, {"keys": KEYS})], bench.rounds)
                bench.report.row(compared("signing_service", f"pail signer, POST /sign, {signature.upper()}, {connections} connections",
                                          "<= 1.1 x nginx", ours, theirs, "nginx GET 1 KiB", 1.1))
