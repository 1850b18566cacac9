"""The parties of the story as processes: `pail` with all it prints kept, and a phone that is plain curl."""
import base64
import contextlib
import hashlib
import hmac
import json
import re
import signal
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

import pail_process

STOP_SECONDS_MAX = 10  # the grace is 1 s; the rest is for a loaded machine under a sanitizer


class Pail:
    """A running `pail serve` or `pail signer`: its ready line, and whatever it said."""

    def __init__(self, executable, *arguments, environment=None):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([executable, *arguments], stdout=subprocess.PIPE, stderr=self.errors,
                                        text=True, env=pail_process.clean_environment(**(environment or {})))
        self.output = self.process.stdout.readline()
        if not self.output:
            raise RuntimeError(f"pail {arguments} ended with {self.wait()}: {self.said()}")

    @property
    def ready(self):
        return json.loads(self.output)

    @property
    def port(self):
        return int(self.ready["endpoint"].rsplit(":", 1)[1])

    def said(self):
        if not self.errors.closed:
            self.errors.seek(0)
            self.logged = self.errors.read()
        return self.output + self.logged

    def stop(self, by=signal.SIGTERM):
        """Its exit code; everything it printed to the end is in said()."""
        self.process.send_signal(by)
        return self.wait()

    def wait(self):
        try:
            rest, _ = self.process.communicate(timeout=STOP_SECONDS_MAX)
            self.output += rest
            self.said()
            self.errors.close()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        return self.process.returncode


@contextlib.contextmanager
def running(executable, *arguments, environment=None):
    """On a free port, told by one line of JSON; stopped by SIGTERM at the end, which must give exit code 0."""
    party = Pail(executable, *arguments, "--port", "0", "--ready", "json", environment=environment)
    try:
        yield party
    finally:
        code = party.stop() if party.process.poll() is None else party.process.returncode
    if code != 0:
        raise AssertionError(f"pail {arguments} ended with {code}: {party.said()}")


def run(executable, *arguments, environment=None):
    """A command that ends by itself: (exit code, stdout, stderr)."""
    done = subprocess.run([executable, *arguments], capture_output=True, text=True, timeout=60,
                          env=pail_process.clean_environment(**(environment or {})))
    return done.returncode, done.stdout, done.stderr


def curl(url, *arguments):
    """(status, body)"""
    with tempfile.NamedTemporaryFile() as body:
        done = subprocess.run(["curl", "-sS", "--max-time", "60", "-o", body.name, "-w", "%{http_code}", *arguments, url],
                              capture_output=True, text=True, env=pail_process.clean_environment())
        if done.returncode != 0:
            raise RuntimeError(f"curl {url}: {done.stderr}")
        return int(done.stdout), body.read()


def post(url, document):
    """(status, answer)"""
    status, body = curl(url, "-X", "POST", "--data-binary", json.dumps(document))
    return status, json.loads(body)


def error_elements(body):
    """The <Error> document as a dict, in the order received."""
    root = ElementTree.fromstring(body)
    if root.tag != "Error":
        raise AssertionError(f"not an <Error>: {body!r}")
    return {child.tag: child.text for child in root}


def v2_headers(method, resource, date, access_key, secret):
    """curl arguments that sign by Version 2: written out here, so that our signer is not its own judge."""
    text = f"{method}\n\n\n{date}\n{resource}"
    digest = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
    return ["-H", f"Date: {date}", "-H", f"Authorization: AWS {access_key}:{digest}"]


def spellings(secret):
    """Ways in which a secret could slip out."""
    raw = secret.encode()
    return [secret, base64.b64encode(raw).decode().rstrip("=")[:-1], raw.hex(), re.sub(r"[^A-Za-z0-9]", "", secret)]
