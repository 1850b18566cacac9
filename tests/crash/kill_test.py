"""Clients write through `pail serve --data`, SIGKILL ends it at a random moment, it starts again on the same directory:
every acknowledged write is there byte for byte, every other one whole or not at all, and listings agree with what GET
gives. Each key has one writer, so that its history is known; keys that all try to create have at most one winner."""
import argparse
import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ElementTree

import pail_process
from s3 import Client

WRITERS = 8
KEYS_PER_WRITER = 6
ANSWERS_MAX = 400  # before the kill, at a moment that falls anywhere in the others' requests
NO_ANSWER = (OSError, http.client.HTTPException)
NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


def check(condition, *what):
    if not condition:
        raise AssertionError(" ".join(map(str, what)))


def digest(body):
    return None if body is None else (len(body), hashlib.md5(body).hexdigest())


class Server:
    def __init__(self, executable, directory):
        self.process = subprocess.Popen(
            [executable, "serve", "--port", "0", "--ready", "json", "--log-level", "error", "--data", directory],
            stdout=subprocess.PIPE, text=True, env=pail_process.clean_environment())
        line = self.process.stdout.readline()
        check(line, "pail ended with", self.process.poll(), "before it was ready")
        self.port = int(json.loads(line)["endpoint"].rsplit(":", 1)[1])

    def end(self, by):
        self.process.send_signal(by)
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.process.poll() is None:  # a check failed before end()
            self.process.kill()
            self.process.wait()


class Countdown:
    """Ends when so many requests have been answered, or a writer has given up."""

    def __init__(self, count):
        self.count, self.lock, self.ended = count, threading.Lock(), threading.Event()

    def tick(self):
        with self.lock:
            self.count -= 1
            if self.count <= 0:
                self.ended.set()


class Writer(threading.Thread):
    """Changes its own keys until nobody answers any more. `known`: key -> what an answer has confirmed; `open`: key ->
    what was under way when the answers ended."""

    def __init__(self, number, seed, server, known, has, countdown):
        super().__init__()
        self.random = random.Random(seed)
        self.keys = [f"writer-{number}/{k}" for k in range(KEYS_PER_WRITER)]
        self.client, self.known, self.has, self.countdown = Client(server.port), known, has, countdown
        self.open, self.won, self.tried, self.versions = {}, {}, {}, {}
        self.acknowledged, self.error = 0, None

    def run(self):
        try:
            while True:
                self.step()
        except NO_ANSWER:
            pass
        except Exception as error:  # told by the main thread
            self.error = error
        finally:
            self.countdown.ended.set()
            self.client.close()

    def body(self):
        return self.random.randbytes(self.random.choice([0, 50, 1000, 20_000, 65_536, 65_537, 300_000]))

    def step(self):
        dice = self.random.random()
        if dice < 0.15:
            self.create_shared()
        elif dice < 0.25 and "PutBucketVersioning" in self.has:
            self.put_version()
        elif dice < 0.35 and "CompleteMultipartUpload" in self.has:
            self.upload_in_parts()
        else:
            key = self.random.choice(self.keys)
            self.change(key, None if self.random.random() < 0.25 else self.body())

    def expect(self, answer, *statuses):
        check(answer.status in statuses, answer.status, answer.body)
        self.acknowledged += 1
        self.countdown.tick()
        return answer

    def change(self, key, body):
        self.open[key] = digest(body)
        if body is None:
            self.expect(self.client.request("DELETE", f"/photos/{key}"), 204)
        else:
            self.expect(self.client.request("PUT", f"/photos/{key}", body=body), 200)
        self.known[key] = self.open.pop(key)

    def create_shared(self):
        key, body = f"shared/{self.random.randrange(10**6) % 40}", self.body()
        self.tried.setdefault(key, []).append(digest(body))
        answer = self.expect(self.client.request("PUT", f"/photos/{key}", body=body,
                                                 headers={"If-None-Match": "*"}), 200, 412, 409)
        if answer.status == 200:
            check(key not in self.won, key, "was created twice")
            self.won[key] = digest(body)

    def put_version(self):
        body = self.body()
        answer = self.expect(self.client.request("PUT", "/versions/key", body=body), 200)
        self.versions[answer.headers["x-amz-version-id"]] = digest(body)

    def upload_in_parts(self):
        key, body = self.random.choice(self.keys), self.body()
        begun = self.expect(self.client.request("POST", f"/photos/{key}", {"uploads": ""}), 200)
        upload = ElementTree.fromstring(begun.body).findtext(NAMESPACE + "UploadId")
        part = self.expect(
            self.client.request("PUT", f"/photos/{key}", {"partNumber": "1", "uploadId": upload}, body), 200)
        parts = ("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
                 f"<ETag>{part.headers['ETag']}</ETag></Part></CompleteMultipartUpload>")
        self.open[key] = digest(body)
        self.expect(self.client.request("POST", f"/photos/{key}", {"uploadId": upload}, parts.encode()), 200)
        self.known[key] = self.open.pop(key)


def get(client, path, query=None):
    answer = client.request("GET", path, query)
    check(answer.status in (200, 404), path, answer.status, answer.body)
    return digest(answer.body) if answer.status == 200 else None


def listed(client):
    """All keys of the bucket with their sizes."""
    found, after = {}, ""
    while True:
        query = {"list-type": "2", "start-after": after} if after else {"list-type": "2"}
        page = ElementTree.fromstring(client.request("GET", "/photos", query).body)
        for item in page.findall(NAMESPACE + "Contents"):
            after = item.findtext(NAMESPACE + "Key")
            found[after] = int(item.findtext(NAMESPACE + "Size"))
        if page.findtext(NAMESPACE + "IsTruncated") != "true":
            return found


def verify(client, state, writers):
    """What was acknowledged is there; `state` becomes what is there."""
    for writer in writers:
        for key in writer.keys:
            allowed = [state["own"].get(key)] + ([writer.open[key]] if key in writer.open else [])
            found = get(client, f"/photos/{key}")
            check(found in allowed, key, "is", found, "and may be", allowed)
            state["own"][key] = found
        for version, body in writer.versions.items():
            check(get(client, "/versions/key", {"versionId": version}) == body, "version", version, "is lost")
    for key in sorted({key for writer in writers for key in writer.tried}):
        winners = [writer.won[key] for writer in writers if key in writer.won]
        was = state["shared"].get(key)
        check(len(winners) <= (0 if was else 1), key, "was created by", len(winners), "clients, being", was)
        found = get(client, f"/photos/{key}")
        tried = [None] + [body for writer in writers for body in writer.tried.get(key, [])]
        allowed = [was] if was else winners or tried
        check(found in allowed, key, "is", found, "and may be", allowed)
        state["shared"][key] = found
    there = {key: body[0] for part in ("own", "shared") for key, body in state[part].items() if body is not None}
    check(listed(client) == there, "the listing differs from what GET gives")


def make_buckets(client, has):
    check(client.request("PUT", "/photos").status == 200, "no bucket")
    if "PutBucketVersioning" not in has:
        return
    check(client.request("PUT", "/versions").status == 200, "no bucket")
    enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    answer = client.request("PUT", "/versions", {"versioning": ""}, enabled)
    check(answer.status == 200, "no versioning", answer.body)


def write_and_kill(arguments, directory, state, dice):
    with Server(arguments.pail, directory) as server:
        if not state["buckets"]:
            client = Client(server.port)
            make_buckets(client, arguments.has)
            client.close()
            state["buckets"] = True
        countdown = Countdown(dice.randrange(1, ANSWERS_MAX))
        writers = [Writer(n, dice.randrange(2**32), server, state["own"], arguments.has, countdown)
                   for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        check(countdown.ended.wait(timeout=60), "so many answers never came")
        server.end(signal.SIGKILL)
    for writer in writers:
        writer.join()
        check(writer.error is None, "writer:", writer.error)
    return writers


def round_of(arguments, directory, state, dice):
    writers = write_and_kill(arguments, directory, state, dice)
    with Server(arguments.pail, directory) as server:
        client = Client(server.port)
        verify(client, state, writers)
        client.close()
        server.end(signal.SIGTERM if dice.random() < 0.5 else signal.SIGKILL)
    return sum(writer.acknowledged for writer in writers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pail")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    operations = subprocess.run([arguments.pail, "serve", "--operations"], capture_output=True, text=True, check=True)
    arguments.has = {line.split()[0] for line in operations.stdout.splitlines() if line}
    print(f"seed {arguments.seed}", flush=True)
    dice = random.Random(arguments.seed)
    state = {"own": {}, "shared": {}, "buckets": False}
    with tempfile.TemporaryDirectory() as folder:
        directory = os.path.join(folder, "data")
        total = 0
        for number in range(arguments.rounds):
            try:
                total += round_of(arguments, directory, state, dice)
            except AssertionError as failure:
                sys.exit(f"crash: round {number + 1}: {failure}")
        fsck = subprocess.run([arguments.pail, "fsck", "--data", directory], capture_output=True, text=True)
        check(fsck.returncode == 0, "fsck:", fsck.stdout, fsck.stderr)
    check(total > 0, "nothing was ever acknowledged: this test would prove nothing")
    print(f"{arguments.rounds} rounds, {total} acknowledged requests, nothing lost")


main()
