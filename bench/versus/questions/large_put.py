"""PUT 100 MiB: the ETag, MD5 of the stream, is owed, so the limit is what `openssl speed md5` reaches in the same run. And what
the server's memory grows by while such bodies come in."""
import re
import statistics
import subprocess
from contextlib import ExitStack

from .. import bulk
from ..measure import Row, interleaved, median, sample, told
from ..stage import Stage

BYTES = 100 * 2**20
ABOVE_MIB = 64  # ours: what may be held beside the objects and the uploads under way, whatever their number


def parse_speed(text):
    """Bytes per second, of `openssl speed -mr`: +F:22:md5:579000000.00"""
    return float(re.search(r"^\+F:\d+:md5:([\d.]+)$", text, re.M)[1])


def openssl_md5():
    command = ["taskset", "-c", "0", "openssl", "speed", "-mr", "-seconds", "1", "-bytes", "16384", "md5"]
    return parse_speed(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def put_request(stage, server, number):
    with stage.made(server, method="PUT", keys=1, first=number, body_bytes=BYTES) as requests:
        return next(requests.each())


def owes_the_md5(server, request):
    connection = bulk.Connection(server.host, request)
    status, headers = connection.exchange()
    connection.close()
    digest = subprocess.run(["openssl", "md5", "-r"], input=request[-BYTES:], capture_output=True, check=True)
    if status != 200 or headers["etag"].strip('"') != digest.stdout.split()[0].decode():
        raise RuntimeError("the ETag of 100 MiB is not their MD5")


def speed(bench, stage, cpus, goal, least):
    server = stage.pail(cpus=cpus)
    request = put_request(stage, server, 0)
    owes_the_md5(server, request)
    puts, limits = interleaved([lambda: sample(server, lambda: bulk.drive(server.host, [request], bench.seconds)), openssl_md5],
                               bench.rounds)
    rate, limit = median(puts, "bytes_per_second"), statistics.median(limits)
    cores = "on one core" if cpus == "0" else "a second core free"
    bench.report.row(Row("large_put", f"PUT 100 MiB, {cores}", goal, rate / limit, least=least,
                         ours=f"{rate / 1e6:,.0f} MB/s, {median(puts, 'cpu_ms_per_mib'):.2f} ms CPU per MiB",
                         theirs=f"{limit / 1e6:,.0f} MB/s (openssl speed md5)",
                         details={"bytes_per_second": rate, "openssl_md5": limit, "rounds": {"ours": told(puts), "theirs": limits}}))


def growth(bench, stage, connections):
    """Each connection replaces its own object over and over: one stored, one under way."""
    with ExitStack() as own:
        stage.stack, before = own, stage.stack
        server = stage.pail()
        stage.stack = before
        idle = server.memory()
        requests = [put_request(stage, server, number) for number in range(connections)]
        seen = bulk.drive(server.host, requests, bench.seconds * 2 * bench.rounds, least=3)
        if seen["refused"] or seen["broken"]:
            raise RuntimeError("uploads were refused or broken")
        held = 2 * connections * BYTES
        above = max(0, server.memory("VmHWM") - idle - held) / 2**20
        bench.report.row(Row("large_put", f"PUT 100 MiB, {connections} at once: greatest RSS above objects and uploads",
                             f"<= {ABOVE_MIB} MiB", above, most=ABOVE_MIB, unit="MiB",
                             ours=f"{(server.memory('VmHWM')) / 2**20:,.0f} MiB at most, after {seen['requests']} uploads",
                             theirs=f"{held / 2**20:,.0f} MiB stored and under way"))


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        speed(bench, stage, "0,1", ">= 0.95 x openssl", 0.95)
        speed(bench, stage, "0", ">= 0.75 x openssl", 0.75)
        for connections in (1, 8):
            growth(bench, stage, connections)
