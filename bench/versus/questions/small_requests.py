"""1 KiB, 8 and 64 connections: what a request costs the server, against nginx serving and storing the same files."""
from contextlib import ExitStack

from ..load import Missing
from ..measure import compared, interleaved
from ..stage import Stage, answers_alike

KEYS = 1000
UNIQUE_KEYS = 60_000  # asked for in turn; a round has more requests than that, which replace
BODY = 1024

GET = {"method": "GET", "keys": KEYS}
PUT = {"method": "PUT", "keys": UNIQUE_KEYS, "body_bytes": BODY}

# Job, goal, most, and the two sides: which server, what is asked of it; the peer's name.
JOBS = [
    ("GET 1 KiB, V2 header", "<= 0.75 x nginx", 0.75, ("memory", GET), ("nginx", GET), "nginx"),
    ("GET 1 KiB, V2 header, beside nginx with a cache of open files", "", None, ("memory", GET), ("nginx that keeps files open", GET),
     "nginx, files kept open"),
    ("PUT 1 KiB, V2 header", "<= 0.5 x nginx DAV", 0.5, ("memory", PUT), ("nginx", PUT), "nginx DAV on tmpfs"),
    ("GET 1 KiB, V4 header", "<= 1.1 x V2", 1.1, ("memory", {**GET, "form": "v4"}), ("memory", GET), "V2"),
    ("PUT 1 KiB, V4 header, payload hash compared", "<= 1.35 x V2", 1.35, ("memory", {**PUT, "form": "v4"}), ("memory", PUT), "V2"),
    ("PUT 1 KiB, aws-chunked with CRC32 trailer", "<= 1.3 x plain V4", 1.3,
     ("memory", {**PUT, "form": "v4-chunked"}), ("memory", {**PUT, "form": "v4"}), "plain V4"),
    ("GET 1 KiB, V2 header, disk engine, durability=none", "<= 1.3 x memory", 1.3, ("disk", GET), ("memory", GET), "memory"),
    ("PUT 1 KiB, V2 header, disk engine, durability=none", "<= 4 x memory", 4.0, ("disk", PUT), ("memory", PUT), "memory"),
]


def replay(bench, stage, servers, connections):
    for job, goal, most, (ours, wanted), (theirs, peer_wanted), peer in JOBS:
        with stage.for_now():
            mine, other = interleaved([stage.replayed(servers[ours], connections, wanted),
                                       stage.replayed(servers[theirs], connections, peer_wanted)], bench.rounds)
        bench.report.row(compared("small_requests", f"{job}, {connections} connections", goal, mine, other, peer, most))


def head(bench, stage, servers, connections):
    """wrk waits for the body that an answer to HEAD does not have; `pail bench` does not."""
    mine, other = interleaved([stage.signed_anew(servers[name], "head", connections, KEYS) for name in ("memory", "nginx")],
                              bench.rounds)
    bench.report.row(compared("small_requests", f"HEAD, V2 header, {connections} connections", "<= 0.75 x nginx", mine, other,
                              "nginx", 0.75))


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        servers = {"nginx": stage.nginx(KEYS, BODY), "nginx that keeps files open": stage.nginx(KEYS, BODY, keeps_open=True),
                   "memory": stage.pail(keys=KEYS),
                   "disk": stage.pail("--data", "{folder}/data", "--durability", "none", keys=KEYS)}
        for ours in ("memory", "disk"):
            answers_alike(stage, servers[ours], servers["nginx"], keys=100)
        for connections in (8, 64):
            try:
                head(bench, stage, servers, connections)
            except Missing as what:
                bench.report.skip(f"HEAD, {connections} connections: {what}")
            replay(bench, stage, servers, connections)
