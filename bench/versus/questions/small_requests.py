"""1 KiB, 8 and 64 connections: what a request costs the server, against nginx serving and storing the same files."""
from contextlib import ExitStack

from ..load import Requests
from ..measure import Row, interleaved, median, sample, told
from ..servers import Nginx, Pail

KEYS = 1000
UNIQUE_KEYS = 60_000  # as many as a round of PUTs has
BODY = 1024


class Stage:
    """The servers, filled alike."""

    def __init__(self, bench, stack, pail_options=()):
        self.bench, self.stack = bench, stack
        self.nginx = stack.enter_context(Nginx())
        self.nginx.fill(KEYS, BODY)
        self.memory = self.pail()
        self.disk = self.pail("--data", "{folder}/data", "--durability", "none")

    def pail(self, *options):
        pail = self.stack.enter_context(Pail(self.bench.pail, *options))
        for keys, body in ((0, 0), (KEYS, BODY)):
            with self.requests(pail, method="PUT", keys=keys, body_bytes=body) as requests:
                requests.send_all()
        return pail

    def requests(self, server, **wanted):
        return Requests(self.bench.requests_tool, server.host, **wanted)

    def side(self, server, connections, **wanted):
        requests = self.stack.enter_context(self.requests(server, **wanted))
        return lambda: sample(server, requests, connections, self.bench.seconds)


GET = {"method": "GET", "keys": KEYS}
PUT = {"method": "PUT", "keys": UNIQUE_KEYS, "body_bytes": BODY}

# Job, goal, most, and the two sides: which server, what is asked of it.
JOBS = [
    ("GET 1 KiB, V2 header", "<= 0.75 x nginx", 0.75, ("memory", GET), ("nginx", GET)),
    ("PUT 1 KiB, V2 header", "<= 0.5 x nginx DAV", 0.5, ("memory", PUT), ("nginx", PUT)),
    ("GET 1 KiB, V4 header", "<= 1.1 x V2", 1.1, ("memory", {**GET, "form": "v4"}), ("memory", GET)),
    ("PUT 1 KiB, V4 header, payload hash compared", "<= 1.35 x V2", 1.35, ("memory", {**PUT, "form": "v4"}), ("memory", PUT)),
    ("PUT 1 KiB, aws-chunked with CRC32 trailer", "<= 1.3 x plain V4", 1.3,
     ("memory", {**PUT, "form": "v4-chunked"}), ("memory", {**PUT, "form": "v4"})),
    ("GET 1 KiB, V2 header, disk engine, durability=none", "<= 1.3 x memory", 1.3, ("disk", GET), ("memory", GET)),
    ("PUT 1 KiB, V2 header, disk engine, durability=none", "<= 4 x memory", 4.0, ("disk", PUT), ("memory", PUT)),
]


def refuses_a_spoilt_signature(stage):
    """A server that is fast because it looks at nothing must not win: one character is flipped, and it has to say no."""
    for server in (stage.memory, stage.disk):
        for form in ("v2", "v4"):
            with stage.requests(server, **GET, form=form, spoilt=True, count=10) as requests:
                if set(requests.statuses()) != {403}:
                    raise RuntimeError(f"pail serves a {form} request whose signature is wrong")


def ask(bench):
    rows = []
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        refuses_a_spoilt_signature(stage)
        for job, goal, most, (server, wanted), (peer, peer_wanted) in JOBS:
            for connections in (8, 64):
                with ExitStack() as sides:
                    stage.stack = sides
                    ours, theirs = interleaved([stage.side(getattr(stage, server), connections, **wanted),
                                                stage.side(getattr(stage, peer), connections, **peer_wanted)], bench.rounds)
                rows.append(Row("small_requests", f"{job}, {connections} connections", goal,
                                median(ours, "cpu_us") / median(theirs, "cpu_us"), most=most,
                                details={"cpu_us": median(ours, "cpu_us"), "peer_cpu_us": median(theirs, "cpu_us"),
                                         "per_second": median(ours, "per_second"),
                                         "peer_per_second": median(theirs, "per_second"), "rounds": [told(ours), told(theirs)]}))
                bench.show(rows[-1])
    return rows
