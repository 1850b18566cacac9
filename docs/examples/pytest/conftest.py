"""Pail for pytest: `pail` is one server for the whole run, `world` an S3 of its own for each test. Copy this file."""
import json
import os
import subprocess
import urllib.parse
import urllib.request

import boto3
import pytest


class World:
    """One S3: its keys, and what its control API does. https://127.0.0.1:.../_pail/v1/openapi.json has all of it."""

    def __init__(self, control_url, **wanted):
        self._url = control_url + "worlds"
        self.about = self.call("POST", "", wanted)
        self._url += "/" + self.about["name"]

    def call(self, method, path, document=None):
        body = None if document is None else json.dumps(document).encode()
        with urllib.request.urlopen(urllib.request.Request(self._url + path, body, method=method)) as answer:
            return json.loads(answer.read() or "null")

    def client(self, service="s3", **more):
        return boto3.client(service, endpoint_url=self.about["endpoint"], region_name=self.about["region"],
                            aws_access_key_id=self.about["access_key"],
                            aws_secret_access_key=self.about["secret_key"], **more)

    def misbehave(self, **rule):
        """A fault rule: match=, when=, then=; or profile="flaky-1-percent"."""
        return self.call("POST", "/faults", rule)["faults"]

    def hits(self):
        """How many requests a fault has happened to."""
        return sum(fault["hits"] for fault in self.call("GET", "/faults")["faults"])

    def journal(self, **match):
        """The requests so far that fit: operation=, bucket=, key=, status=, code= ..."""
        return self.call("GET", "/journal?" + urllib.parse.urlencode(match))["entries"]

    def wait_for(self, count=1, timeout_ms=10_000, **match):
        """The first requests that fit, as soon as there are so many; urllib.error.HTTPError (408) when time is up."""
        return self.call("POST", "/journal/wait", {"match": match, "count": count, "timeout_ms": timeout_ms})["entries"]

    def advance(self, seconds):
        self.call("POST", "/clock/advance", {"seconds": seconds})


@pytest.fixture(scope="session")
def pail():
    command = [os.environ.get("PAIL", "pail"), "serve", "--port", "0", "--ready", "json", "--exit-with-parent",
               "--log-level", "off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        yield json.loads(server.stdout.readline())
        server.terminate()


@pytest.fixture
def world(pail):
    world = World(pail["control"])
    yield world
    world.call("DELETE", "")
