"""The servers that are compared: each started on a free port, held to given processors, with its files on tmpfs; and what the
kernel says of them."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
TMPFS = "/dev/shm"
START_SECONDS_MAX = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(pid):
    with contextlib.suppress(FileNotFoundError):
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())


class Server:
    """A process that serves. `cpus`: a taskset list."""
    name = "?"

    def __init__(self, cpus="0"):
        self.cpus = cpus
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pail-bench-", dir=TMPFS))
        self.process = None
        self.port = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def launch(self, command, **more):
        self.process = subprocess.Popen(["taskset", "-c", self.cpus, *command], **more)

    def wait_for_port(self):
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.002)
        raise RuntimeError(f"{self.name} does not answer on its port")

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"http://{self.host}"

    def processes(self):
        return [self.process.pid, *children(self.process.pid)]

    def cpu_seconds(self):
        """User and system time of all its processes, in ticks of 10 ms."""
        total = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory(self, field="VmRSS"):
        """Bytes of all its processes."""
        total = 0
        for pid in self.processes():
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(field + ":"):
                    total += int(line.split()[1]) * 1024
        return total


class Pail(Server):
    name = "pail"

    def __init__(self, binary, *options, cpus="0", threads=1):
        super().__init__(cpus)
        self.binary, self.options, self.threads = str(binary), options, threads

    def start(self):
        options = [option.replace("{folder}", str(self.folder)) for option in self.options]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PAIL_", "AWS_"))}
        self.launch([self.binary, "serve", "--port", "0", "--threads", str(self.threads), "--ready", "json", "--quiet", *options],
                    stdout=subprocess.PIPE, env=environment)
        ready = json.loads(self.process.stdout.readline())
        self.port = int(ready["endpoint"].rstrip("/").rsplit(":", 1)[1])


class PailSigner(Server):
    name = "pail signer"

    def __init__(self, binary, *options, cpus="0"):
        super().__init__(cpus)
        self.binary, self.options = str(binary), options

    def start(self):
        self.port = free_port()
        environment = dict(os.environ, PAIL_ACCESS_KEY="AKIAIOSFODNN7EXAMPLE",
                           PAIL_SECRET_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        options = [option.replace("{folder}", str(self.folder)) for option in self.options]
        self.launch([self.binary, "signer", "--port", str(self.port), *options], env=environment,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_port()


class Nginx(Server):
    """One worker that serves a folder of files, and stores PUTs in it by its DAV module. It asks for no authentication."""
    name = "nginx"
    CONFIGURATION = """
daemon off;
master_process {master};
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  client_max_body_size 0;
  client_body_buffer_size 64k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/t1; fastcgi_temp_path {folder}/t2; uwsgi_temp_path {folder}/t3; scgi_temp_path {folder}/t4;
  open_file_cache max=20000;
  open_file_cache_valid 1h;
  server {{
    listen 127.0.0.1:{port} reuseport backlog=20000;
    root {folder}/files;
    location / {{ dav_methods PUT DELETE; create_full_put_path on; }}
  }}
}}
"""

    def __init__(self, cpus="0", workers=1):
        super().__init__(cpus)
        self.workers = workers

    def start(self):
        self.port = free_port()
        (self.folder / "files" / "bench").mkdir(parents=True)
        self.folder.chmod(0o755)
        text = self.CONFIGURATION.format(folder=self.folder, port=self.port, workers=self.workers,
                                         master="on" if self.workers > 1 else "off")
        configuration = self.folder / "nginx.conf"
        configuration.write_text(text)
        self.launch(["nginx", "-c", str(configuration), "-e", str(self.folder / "error.log")], stderr=subprocess.DEVNULL)
        self.wait_for_port()

    def fill(self, keys, size):
        for number in range(keys):
            (self.folder / "files" / "bench" / f"object-{1_000_000 + number}").write_bytes(b"x" * size)
