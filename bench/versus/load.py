"""What drives the servers: requests that our signer signed, replayed by wrk from a processor of its own; and single exchanges."""
import http.client
import json
import os
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Requests:
    """A file of signed requests. Good for fifteen minutes."""

    def __init__(self, tool, host, form="v2", method="GET", keys=1000, count=None, body_bytes=0, query="", spoilt=False,
                 bucket="bench"):
        count = count or keys or 1
        command = [str(tool), host, "--form", form, "--method", method, "--keys", str(keys), "--count", str(count),
                   "--body-bytes", str(body_bytes), "--bucket", bucket]
        command += ["--query", query] if query else []
        command += ["--spoilt"] if spoilt else []
        file = tempfile.NamedTemporaryFile(prefix="pail-requests-", dir="/dev/shm")
        subprocess.run(command, stdout=file, check=True)
        self.file, self.host = file, host

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def wrk(self, connections, seconds, cpus="1", threads=1, timeout=30):
        """What wrk saw: requests, microseconds, bytes, refused, broken, p50_us, p99_us, max_us."""
        command = ["taskset", "-c", cpus, "wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s",
                   "--timeout", f"{timeout}s", "-s", str(HERE.parent / "requests" / "replay.lua"), f"http://{self.host}"]
        done = subprocess.run(command, env=dict(os.environ, REQUESTS=self.file.name), check=True, capture_output=True, text=True)
        return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))

    def send_all(self):
        """Each once, over one connection; all have to succeed."""
        for status in self.statuses():
            if status >= 300:
                raise RuntimeError(f"{self.host} answers {status} to a request that prepares the bench")

    def statuses(self):
        connection = http.client.HTTPConnection(self.host)
        connection.connect()
        with open(self.file.name, "rb") as file:
            while length := file.read(8):
                request = file.read(int(length, 16))
                connection.sock.sendall(request)
                answer = http.client.HTTPResponse(connection.sock, method=request.split(b" ", 1)[0].decode())
                answer.begin()
                answer.read()
                yield answer.status
        connection.close()
