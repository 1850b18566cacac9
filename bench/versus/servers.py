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

from .load import Missing, key

TICKS = os.sysconf("SC_CLK_TCK")
TMPFS = "/dev/shm"
# Debian has nginx where only root's PATH looks.
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
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

    def __init__(self, cpus="0", place=TMPFS):
        self.cpus, self.place = cpus, place
        self.folder = self.process = self.port = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pail-bench-", dir=self.place))
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def launch(self, command, environment=None, **more):
        environment = {**(environment or os.environ), "PATH": PATH}
        program = shutil.which(command[0], path=PATH)
        if not program:
            raise Missing(f"there is no {command[0]} here")
        self.process = subprocess.Popen(["taskset", "-c", self.cpus, program, *command[1:]], env=environment, **more)

    def wait_for_port(self):
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.01)
                break
        raise RuntimeError(f"{self.name} does not answer on its port")

    def wait_for_ready(self):
        """The one line of JSON that `--ready json` prints."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} did not start")
        self.ready = json.loads(line)
        self.port = int(self.ready["endpoint"].rstrip("/").rsplit(":", 1)[1])

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


def own_environment(**more):
    """Ours without what changes what Pail does."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith(("PAIL_", "AWS_"))}, **more}


class Pail(Server):
    name = "pail"

    def __init__(self, binary, *options, cpus="0", threads=1, port=0, place=TMPFS):
        super().__init__(cpus, place)
        self.binary, self.options, self.threads, self.wanted_port = str(binary), options, threads, port

    def start(self):
        options = [str(option).replace("{folder}", str(self.folder)) for option in self.options]
        options += ["--threads", str(self.threads)] if self.threads else []
        self.launch([self.binary, "serve", "--port", str(self.wanted_port), "--ready", "json", "--quiet", *options],
                    own_environment(), stdout=subprocess.PIPE)
        self.wait_for_ready()


class PailSigner(Server):
    name = "pail signer"

    def __init__(self, binary, policy, endpoint, cpus="0"):
        super().__init__(cpus)
        self.binary, self.policy, self.endpoint = str(binary), policy, endpoint

    def start(self):
        policy = self.folder / "policy.json"
        policy.write_text(json.dumps(self.policy))
        keys = {"PAIL_ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE", "PAIL_SECRET_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
        self.launch([self.binary, "signer", "--port", "0", "--ready", "json", "--quiet", "--threads", "1",
                     "--policy", str(policy), "--endpoint", self.endpoint], own_environment(**keys), stdout=subprocess.PIPE)
        self.wait_for_ready()


class Nginx(Server):
    """One worker that serves a folder of files, and stores PUTs in it by its DAV module. It asks for no authentication. Set up as
    Debian's package sets it up, but for the access log, which is off. `keeps_open`: with a cache of open files, which that set-up
    does not have: then it neither opens nor closes a file that it has served before."""
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
  {cache}
  server {{
    listen 127.0.0.1:{port} reuseport backlog=20000;
    root {folder}/files;
    location / {{ dav_methods PUT DELETE; create_full_put_path on; }}
  }}
}}
"""

    CACHE = "open_file_cache max=20000; open_file_cache_valid 1h;"

    def __init__(self, cpus="0", workers=1, port=None, keeps_open=False):
        super().__init__(cpus)
        self.workers, self.wanted_port, self.keeps_open = workers, port, keeps_open

    def configure(self):
        """Everything but the start itself, which may be what is measured."""
        self.port = self.wanted_port or free_port()
        (self.folder / "files" / "bench").mkdir(parents=True)
        self.folder.chmod(0o755)
        text = self.CONFIGURATION.format(folder=self.folder, port=self.port, workers=self.workers,
                                         master="on" if self.workers > 1 else "off", cache=self.CACHE if self.keeps_open else "")
        (self.folder / "nginx.conf").write_text(text)

    def command(self):
        return ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]

    def start(self):
        self.configure()
        self.launch(self.command(), stderr=subprocess.DEVNULL)
        self.wait_for_port()

    def fill(self, keys, size):
        """What pail_requests stores on the others: the same names, the same bytes."""
        (self.folder / "files" / "bench" / "objects").mkdir(exist_ok=True)
        for number in range(keys):
            (self.folder / "files" / "bench" / key(number)).write_bytes(b"x" * size)


class S3rver(Server):
    """npm's s3rver. It verifies signatures, of its own key alone."""
    name = "s3rver"
    KEYS = "S3RVER S3RVER\n"

    def start(self):
        self.port = free_port()
        self.launch(["s3rver", "--address", "127.0.0.1", "--port", str(self.port), "--directory", str(self.folder),
                     "--silent", "--configure-bucket", "bench"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_port()


class Moto(Server):
    """moto_server. It believes every signature."""
    name = "moto"

    def start(self):
        self.port = free_port()
        self.launch(["moto_server", "-H", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
        self.wait_for_port()
