"""What drives the servers from a processor of its own: requests that our signer signed, replayed by wrk; `pail bench`, which
signs each anew; and single exchanges."""
import functools
import http.client
import json
import os
import pathlib
import resource
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXIT_PARTLY = 3  # of `pail bench`: not everything went well
NOT_SENT = "NotSentInTime"  # of an open loop: was due before the end, and still waited for a connection then
PREFIX = "objects/"  # with seven digits behind it, as `pail bench` calls its objects


def key(number):
    return f"{PREFIX}{number:07}"


def request_command(tool, host, form="v2", method="GET", keys=1000, count=None, body_bytes=0, query="", spoilt=False,
                    bucket="bench", first=0, prefix=PREFIX, per_folder=0, shuffled=False, identities=None):
    command = [str(tool), host, "--form", form, "--method", method, "--keys", str(keys), "--count", str(count or keys or 1),
               "--body-bytes", str(body_bytes), "--bucket", bucket, "--first", str(first), "--prefix", prefix,
               "--per-folder", str(per_folder)]
    command += ["--query", query] if query else []
    command += ["--spoilt"] if spoilt else []
    command += ["--shuffled"] if shuffled else []
    command += ["--identities", str(identities)] if identities else []
    return command


def parse_wrk(text):
    """replay.lua prints one line of JSON, among wrk's own lines."""
    return json.loads(next(line for line in text.splitlines() if line.startswith("{")))


def parse_bench(text):
    """`pail bench --json` ends with one object; progress may stand before it."""
    start = 0 if text.startswith("{") else text.rindex("\n{") + 1
    told = json.loads(text[start:])
    late = told["errors_by_code"].get(NOT_SENT, 0)
    return {"requests": told["requests"], "refused": told["errors"] - late, "late": late, "broken": 0, "microseconds": told["seconds"] * 1e6,
            "bytes": told["bytes_per_second"] * told["seconds"], "p50_us": told["latency_us"]["p50"],
            "p99_us": told["latency_us"]["p99"], "cpu_seconds": told["cpu_seconds"], "per_second": told["per_second"]}


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Requests:
    """A file of signed requests for one host. Good for fifteen minutes."""

    def __init__(self, tool, host, **wanted):
        self.host = host
        self.file = tempfile.NamedTemporaryFile(prefix="pail-requests-", dir="/dev/shm")
        if tool:
            subprocess.run(request_command(tool, host, **wanted), stdout=self.file, check=True)

    @classmethod
    def of(cls, host, requests):
        """Requests as bytes, made elsewhere."""
        made = cls(None, host)
        for request in requests:
            made.file.write(b"%08x" % len(request) + request)
        made.file.flush()
        return made

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def wrk(self, connections, seconds, cpus="1", threads=1, timeout=30):
        """What wrk saw: requests, microseconds, bytes, refused, broken, p50_us, p99_us, max_us; and its cpu_seconds."""
        command = ["taskset", "-c", cpus, "wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s",
                   "--timeout", f"{timeout}s", "-s", str(HERE.parent / "requests" / "replay.lua"), f"http://{self.host}"]
        before = cpu_of_children()
        done = subprocess.run(command, env=dict(os.environ, REQUESTS=self.file.name), check=True, capture_output=True, text=True)
        return {**parse_wrk(done.stdout), "cpu_seconds": cpu_of_children() - before}

    def each(self):
        with open(self.file.name, "rb") as file:
            while length := file.read(8):
                yield file.read(int(length, 16))

    def answers(self):
        """Status, headers and body of each, one after the other over one connection."""
        connection = http.client.HTTPConnection(self.host)
        connection.connect()
        for request in self.each():
            connection.sock.sendall(request)
            answer = http.client.HTTPResponse(connection.sock, method=request.split(b" ", 1)[0].decode())
            answer.begin()
            yield answer.status, answer.headers, answer.read()
        connection.close()

    def statuses(self):
        return [status for status, _, _ in self.answers()]

    def send_all(self):
        """Each once; all have to succeed."""
        for status, _, body in self.answers():
            if status >= 300:
                raise RuntimeError(f"{self.host} answers {status} to a request that prepares the bench: {body[:300]}")


@functools.cache
def bench_options(pail):
    return subprocess.run([str(pail), "bench", "--help"], capture_output=True, text=True, check=False).stdout


class Missing(Exception):
    """Something that a question needs is not on this machine: it is said, and not an error."""


def bench_tool(pail, job, host, connections, seconds, count, size="1KiB", cpus="1", rate=None, signature="v2", threads=1, warm_up="0s"):
    """What `pail bench` saw, in wrk's words. It stands before objects that are there already."""
    for option in ("--prepared", "--signature", *(["--rate"] if rate else [])):
        if option not in bench_options(pail):
            raise Missing(f"this pail's bench has no {option}")
    command = ["taskset", "-c", cpus, str(pail), "bench", job, f"s3://bench/{PREFIX}", "--endpoint-url", f"http://{host}",
               "--signature", signature, "--concurrency", str(connections), "--objects", str(count), "--size", size,
               "--duration", f"{seconds}s", "--warm-up", warm_up, "--threads", str(threads), "--seed", "1", "--prepared", "--json"]
    command += ["--rate", str(int(rate))] if rate else []
    # Its own address and port vary; the signer's keys are the default identity's, as those of pail_requests.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PAIL_", "AWS_"))}
    environment |= {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_REGION": "us-east-1",
                    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, EXIT_PARTLY):
        raise RuntimeError(f"pail bench {job} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return parse_bench(done.stdout)
