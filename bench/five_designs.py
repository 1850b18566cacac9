#!/usr/bin/env python3
"""The five ways of a phone's photo into a bucket, measured: five_designs.py PAIL [--uploads N] [--line BYTES_PER_SECOND DELAY_MS]

Runs `pail serve` and `pail signer` with the policy of docs/examples/photo-upload, and uploads in turns, over connections that
stay open. Prints README's table: requests of each kind and bytes of bodies through the application's server, per upload, and
the time relative to a presigned URL (each at its best). --line puts a slow line between the phone and everything else. Standard
library only."""
import argparse
import asyncio
import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import subprocess
import threading
import time
import urllib.parse
import urllib.request

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "examples" / "photo-upload"
TOKEN = "token-of-ann"
PART_BYTES = 5 * 1024 * 1024  # the least that S3 takes
SIZES = {"100 KiB": 100 * 1024, "20 MiB": 20 * 1024 * 1024}


class Server:
    """One end of the phone's conversations: a connection that stays open, and what went over it."""

    def __init__(self, port, line=None):
        self.host = f"127.0.0.1:{port}"  # also where a line leads there: signatures name the host
        self.connection = http.client.HTTPConnection("127.0.0.1", line.near if line else port)
        self.connection.connect()
        self.requests = self.bytes = 0

    def ask(self, method, target, body=b"", headers=()):
        self.requests += 1
        self.connection.request(method, target, body, {**dict(headers), "Host": self.host})
        answer = self.connection.getresponse()
        text = answer.read()
        self.bytes += len(body) + len(text)
        if answer.status >= 300 or b"<Error>" in text:
            raise RuntimeError(f"{method} {target}: {answer.status} {text.decode()}")
        return answer, text


class Phone:
    def __init__(self, app, s3, line=lambda port: None):
        self.app, self.s3 = Server(app, line(app)), Server(s3, line(s3))

    def service(self, path, **question):
        body = json.dumps({"filename": "cat.jpg", "content_type": "image/jpeg", **question}).encode()
        return json.loads(self.app.ask("POST", path, body, {"Authorization": f"Bearer {TOKEN}"})[1])

    def proxy(self, photo):
        self.app.ask("POST", "/upload?filename=cat.jpg", photo,
                     {"Content-Type": "image/jpeg", "Authorization": f"Bearer {TOKEN}"})

    def signed_headers(self, photo):
        answer = self.service("/sign", size=len(photo))
        self.s3.ask("PUT", path_of(answer["url"]), photo, answer["headers"])

    def presigned(self, photo):
        answer = self.service("/presign", method="PUT", expires=300, size=len(photo))
        self.s3.ask("PUT", path_of(answer["url"]), photo, {"Content-Type": "image/jpeg"})

    def post_policy(self, photo):
        answer = self.service("/post-policy", expires=300)
        boundary = "a-boundary-that-no-photo-has"
        fields = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                  for name, value in answer["fields"].items()]
        fields.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="cat.jpg"\r\n\r\n')
        body = "".join(fields).encode() + photo + f"\r\n--{boundary}--\r\n".encode()
        self.s3.ask("POST", path_of(answer["url"]), body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def temporary_keys(self, photo):
        """Asked for anew each time, as by a phone that uploads one photo; one request up to a part's size, else in parts."""
        keys = json.loads(self.app.ask("POST", "/credentials", b"{}", {"Authorization": f"Bearer {TOKEN}"})[1])
        key = f"/{keys['bucket']}/{keys['prefix']}{os.urandom(8).hex()}-cat.jpg"
        if len(photo) <= PART_BYTES:
            return self.signed(keys, "PUT", key, "", photo)
        begun = self.signed(keys, "POST", key, "uploads=")[1].decode()
        upload = "uploadId=" + urllib.parse.quote(begun.split("<UploadId>")[1].split("<")[0], safe="")
        parts = ""
        for number, start in enumerate(range(0, len(photo), PART_BYTES), 1):
            stored, _ = self.signed(keys, "PUT", key, f"partNumber={number}&{upload}", photo[start:start + PART_BYTES])
            parts += f"<Part><PartNumber>{number}</PartNumber><ETag>{stored.headers['ETag']}</ETag></Part>"
        document = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>"
        return self.signed(keys, "POST", key, upload, document.encode())

    def signed(self, keys, method, path, query, body=b""):
        """Signature Version 4."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{now[:8]}/{keys['region']}/s3/aws4_request"
        digest = hashlib.sha256(body).hexdigest()
        headers = {"host": self.s3.host, "x-amz-content-sha256": digest, "x-amz-date": now, "x-amz-security-token": keys["session_token"]}
        names = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = "\n".join([method, path, query, lines, names, digest])
        text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
        secret = ("AWS4" + keys["secret_key"]).encode()
        for step in [*scope.split("/"), text]:
            secret = hmac.digest(secret, step.encode(), "sha256")
        del headers["host"]  # ask() adds it
        headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential={keys['access_key']}/{scope}, "
                                    f"SignedHeaders={names}, Signature={secret.hex()}")
        return self.s3.ask(method, f"{path}?{query}", body, headers)


def path_of(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


# README's words, and the way each goes.
DESIGNS = {"proxy": Phone.proxy, "signed headers": Phone.signed_headers, "presigned URL": Phone.presigned,
           "POST policy": Phone.post_policy, "temporary keys": Phone.temporary_keys}


class Line:
    """A slow line to a port of this machine: each direction at so many bytes a second, and so late."""

    def __init__(self, port, rate, delay):
        self.port, self.rate, self.delay = port, rate, delay
        loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self.run, args=(loop, ready), daemon=True).start()
        ready.wait()

    def run(self, loop, ready):
        async def serve():
            server = await asyncio.start_server(self.carry, "127.0.0.1", 0, limit=64 * 1024)
            self.near = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()
        loop.run_until_complete(serve())

    async def carry(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))

    async def pump(self, reader, writer):
        loop = asyncio.get_running_loop()
        free_at = loop.time()
        while piece := await reader.read(4096):
            free_at = max(free_at, loop.time()) + len(piece) / self.rate
            loop.call_at(free_at + self.delay, writer.write, piece)
            await asyncio.sleep(max(0, free_at - loop.time()))
        loop.call_at(free_at + self.delay, writer.close)


@contextlib.contextmanager
def running(pail, verb, *arguments, **environment):
    command = [pail, verb, "--port", "0", "--ready", "json", "--log-level", "off", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=EXAMPLE, env={**os.environ, **environment}) as process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


class Journal:
    def __init__(self, control):
        self.url = control + "worlds/default/journal"

    def take(self):
        """What S3 was asked since the last time."""
        entries = json.loads(urllib.request.urlopen(self.url + "?limit=1000").read())["entries"]
        urllib.request.urlopen(urllib.request.Request(self.url, method="DELETE"))
        return [entry for entry in entries if entry["kind"] == "request"]


def count(phone, journal, design, photo):
    """Requests and bytes of one upload."""
    journal.take()
    app_requests, app_bytes, s3_requests = phone.app.requests, phone.app.bytes, phone.s3.requests
    DESIGNS[design](phone, photo)
    entries = journal.take()
    by_phone = phone.s3.requests - s3_requests
    # What the application's server asked S3 and STS itself went through it once more.
    by_app = len(entries) - by_phone
    passed_on = sum(entry["bytes_in"] for entry in entries) if by_phone == 0 else 0
    return phone.app.requests - app_requests, by_phone, by_app, phone.app.bytes - app_bytes + passed_on


def time_all(phone, photo, uploads):
    """Seconds per design, the least of all: what else the machine did only adds. In turns, so that it meets all alike."""
    taken = {design: [] for design in DESIGNS}
    for _ in range(uploads):
        for design, upload in DESIGNS.items():
            begin = time.perf_counter()
            upload(phone, photo)
            taken[design].append(time.perf_counter() - begin)
    return {design: min(seconds) for design, seconds in taken.items()}


def print_table(counted, timed):
    columns = list(timed)
    print("| design | requests to your server | to S3, from the phone | to S3, from your server | bytes through your server | "
          + " | ".join(f"time, {column}" for column in columns) + " |")
    print("|---|" + "---|" * (4 + len(columns)))
    for design in DESIGNS:
        small, large = (counted[size][design] for size in SIZES)
        requests = [str(a) if a == b else f"{a}, {b}" for a, b in zip(small[:3], large[:3])]
        ratios = [f"{timed[column][design] / timed[column]['presigned URL']:.2f}" for column in columns]
        print("| " + " | ".join([design, *requests, f"{small[3]:,}, {large[3]:,}", *ratios]) + " |")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("pail")
    options.add_argument("--uploads", type=int, default=40, help="of the small photo; of the large one a fifth")
    options.add_argument("--line", type=float, nargs=2, metavar=("BYTES_PER_SECOND", "DELAY_MS"))
    options = options.parse_args()
    pail = str(pathlib.Path(options.pail).resolve())
    with running(pail, "serve", "--seed", "seed.json", "--notify", "*=") as s3, \
            running(pail, "signer", "--policy", "policy.json", "--endpoint", s3["endpoint"],
                    PAIL_ACCESS_KEY="AKIASIGNER0000000000", PAIL_SECRET_KEY="the/signer/keeps+this/to/itself") as app:
        ports = [urllib.parse.urlsplit(each["endpoint"]).port for each in (app, s3)]
        phone, journal = Phone(*ports), Journal(s3["control"])
        photos = {size: os.urandom(length) for size, length in SIZES.items()}
        counted = {size: {design: count(phone, journal, design, photo) for design in DESIGNS} for size, photo in photos.items()}
        timed = {"100 KiB": time_all(phone, photos["100 KiB"], options.uploads),
                 "20 MiB": time_all(phone, photos["20 MiB"], max(1, options.uploads // 5))}
        if options.line:
            rate, delay = options.line[0], options.line[1] / 1000
            afar = Phone(*ports, line=lambda port: Line(port, rate, delay))
            timed["100 KiB, slow line"] = time_all(afar, photos["100 KiB"], max(1, options.uploads // 10))
        print_table(counted, timed)


main()
