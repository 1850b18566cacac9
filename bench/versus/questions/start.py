"""From exec to the first signed 200; what an idle server weighs, in memory and on disk."""
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

from ..load import Requests
from ..measure import Row
from ..servers import Nginx, Pail, free_port

STARTS = 20
SECONDS_MAX = 10


class LaunchedPail(Pail):
    """Does not wait until it says that it is ready: whoever waits for the first answer needs no such word."""

    def start(self):
        self.port = self.wanted_port
        self.begun = time.perf_counter()
        super().launch([self.binary, "serve", "--port", str(self.port), "--quiet", "--threads", "1"], stdout=subprocess.DEVNULL)


class LaunchedNginx(Nginx):
    def start(self):
        self.configure()
        self.fill(1, 1024)
        self.begun = time.perf_counter()
        self.launch(self.command(), stderr=subprocess.DEVNULL)


def first_answer(server, request):
    """Milliseconds from before the exec to the first answer, which has to be 200."""
    while time.perf_counter() - server.begun < SECONDS_MAX:
        try:
            with socket.create_connection(("127.0.0.1", server.port), 1) as connection:
                connection.sendall(request)
                answer = connection.recv(1 << 16)
        except ConnectionRefusedError:
            continue
        took = (time.perf_counter() - server.begun) * 1e3
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{server.name}: the first answer is {answer[:100]}")
        return took
    raise RuntimeError(f"{server.name} does not start")


def started(bench, make, **wanted):
    port = free_port()
    with Requests(bench.requests_tool, f"127.0.0.1:{port}", **wanted) as requests:
        request = next(requests.each())
        with make(port) as server:
            return first_answer(server, request), server.memory()


def stripped_size(binary):
    with tempfile.NamedTemporaryFile(prefix="pail-stripped-") as file:
        shutil.copyfile(binary, file.name)
        subprocess.run(["strip", file.name], check=True)
        with open(file.name, "rb") as stripped:
            return stripped.seek(0, 2)


def ask(bench):
    sides = [lambda: started(bench, lambda port: LaunchedPail(bench.pail, port=port), bucket="", keys=0),
             lambda: started(bench, lambda port: LaunchedNginx(port=port), keys=1)]
    taken = [[], []]
    for _ in range(5 if bench.quick else STARTS):
        for side, samples in zip(sides, taken):
            samples.append(side())
    (ours, rss), (theirs, their_rss) = ([statistics.median(each) for each in zip(*samples)] for samples in taken)
    bench.report.row(Row("start", "exec to the first signed 200", "<= 1 x nginx", ours / theirs, most=1.0, ours=f"{ours:.2f} ms",
                         theirs=f"{theirs:.2f} ms (nginx)", details={"rounds": taken}))
    bench.report.row(Row("start", "idle RSS, after that answer", "<= 6 MiB", rss / 2**20, most=6, unit="MiB",
                         ours=f"{rss / 2**20:.2f} MiB", theirs=f"{their_rss / 2**20:.2f} MiB (nginx)"))
    size = stripped_size(bench.pail) / 2**20
    bench.report.row(Row("start", "stripped executable", "<= 8 MiB", size, most=8, unit="MiB", ours=f"{size:.2f} MiB"))
