"""10,000 connections that were used once and stay open: what each costs the process, and the kernel."""
import pathlib
import re
import resource
import select
import socket
from contextlib import ExitStack

from ..measure import Row
from ..stage import Stage, needs

KEYS = 1000
CONNECTIONS = 10_000
SPARE_FILES = 500
WARM_CONNECTIONS, WARM_REQUESTS = 64, 200  # together more than a journal of Pail's keeps, which is full then
IDLE_SECONDS = 3  # before it is weighed: a server may give back what an idle connection does not need


def kernel_bytes():
    """What all of the kernel's caches hold that cannot be given back; sockets and their buffers are among them."""
    text = pathlib.Path("/proc/meminfo").read_text()
    pages = re.search(r"^TCP: .* mem (\d+)", pathlib.Path("/proc/net/sockstat").read_text(), re.M)
    return int(re.search(r"SUnreclaim:\s*(\d+)", text)[1]) * 1024 + int(pages[1]) * resource.getpagesize()


def use(connection, request):
    connection.sendall(request)
    answer = connection.recv(1 << 16)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head, re.I)[1])
    while len(body) < length:
        body += connection.recv(1 << 16)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"a connection is answered {head[:100]}")


def grown_by(server, request):
    """Bytes of RSS and of the kernel for each connection; the kernel's are for both of its ends."""
    address = ("127.0.0.1", server.port)
    with ExitStack() as open_ones:
        for _ in range(WARM_CONNECTIONS):  # so that what is made once is not counted
            connection = open_ones.enter_context(socket.create_connection(address))
            for _ in range(WARM_REQUESTS):
                use(connection, request)
        rss, kernel = server.memory(), kernel_bytes()
        for _ in range(CONNECTIONS):
            use(open_ones.enter_context(socket.create_connection(address)), request)
        select.select([], [], [], IDLE_SECONDS)
        return (server.memory() - rss) / CONNECTIONS, (kernel_bytes() - kernel) / CONNECTIONS


def ask(bench):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    needs(limit >= CONNECTIONS + SPARE_FILES, f"only {limit} open files are allowed: ulimit -n {CONNECTIONS + SPARE_FILES}")
    figures = []  # the kernel's of the second are of no use: it is still giving back what the first had
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        for server in (stage.pail(keys=KEYS), stage.nginx(KEYS)):
            figures.append(grown_by(server, next(stage.requests(server, keys=KEYS).each())))
    (ours, kernel), (theirs, _) = ([each / 1024 for each in figure] for figure in figures)
    bench.report.row(Row("idle_connections", f"{CONNECTIONS:,} idle keep-alive connections, RSS each", "<= 4 KiB", ours, most=4, unit="KiB",
                         ours=f"{ours:.2f} KiB; kernel, both ends, {kernel:.1f} KiB",
                         theirs=f"{theirs:.2f} KiB (nginx)"))
