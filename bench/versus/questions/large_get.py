"""GET 100 MiB over 1 and 8 connections: MB/s, and CPU per byte."""
import hashlib
from contextlib import ExitStack

from .. import bulk
from ..measure import Row, interleaved, median, ratio, sample, told
from ..stage import Stage

BYTES = 100 * 2**20


def same_bytes(pail, nginx, ours, theirs):
    digests = []
    for server, request in ((pail, ours), (nginx, theirs)):
        digest = hashlib.sha256()
        connection = bulk.Connection(server.host, request)
        status, _ = connection.exchange(digest.update)
        connection.close()
        digests.append((status, connection.bytes, digest.digest()))
    if digests[0] != digests[1] or digests[0][:2] != (200, BYTES):
        raise RuntimeError("pail and nginx do not send the same 100 MiB")


def rows(bench, connections, ours, theirs):
    def words(samples):
        return f"{median(samples, 'bytes_per_second') / 1e6:,.0f} MB/s, {median(samples, 'cpu_ms_per_mib'):.3f} ms CPU per MiB"
    details = {"bytes_per_second": median(ours, "bytes_per_second"), "peer_bytes_per_second": median(theirs, "bytes_per_second"),
               "rounds": {"ours": told(ours), "theirs": told(theirs)}}
    job = f"GET 100 MiB, {connections} connection{'s' if connections > 1 else ''}"
    figures = {"ours": words(ours), "theirs": f"{words(theirs)} (nginx)", "details": details}
    bench.report.row(Row("large_get", f"{job}: MB/s", ">= 1 x nginx", ratio(ours, theirs, "bytes_per_second"), least=1.0, **figures))
    bench.report.row(Row("large_get", f"{job}: CPU per byte", "<= 1.1 x nginx", ratio(ours, theirs, "cpu_ms_per_mib"), most=1.1,
                         **figures))


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        nginx, pail = stage.nginx(1, BYTES), stage.pail()
        with stage.made(pail, method="PUT", keys=1, body_bytes=BYTES) as put:
            put.send_all()
        requests = [next(stage.requests(server, keys=1).each()) for server in (pail, nginx)]
        same_bytes(pail, nginx, *requests)
        for connections in (1, 8):
            def side(server, request, many=connections):
                return lambda: sample(server, lambda: bulk.drive(server.host, [request] * many, bench.seconds))
            ours, theirs = interleaved([side(pail, requests[0]), side(nginx, requests[1])], bench.rounds)
            rows(bench, connections, ours, theirs)
