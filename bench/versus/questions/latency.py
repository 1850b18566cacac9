"""How long the slowest of a hundred waits when the load is one that both servers can bear: an open loop at half of nginx's
saturation, each latency counted from the moment its request was due."""
from contextlib import ExitStack

from ..measure import Row, interleaved, median, ratio, told
from ..stage import Stage, answers_alike

KEYS = 1000
CONNECTIONS = 64
WARM_UP = "1s"  # opening the connections takes more than a hundredth of a short round


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        nginx, pail = stage.nginx(KEYS), stage.pail(keys=KEYS)
        answers_alike(stage, pail, nginx, keys=10)
        with stage.for_now():
            saturated, = interleaved([stage.replayed(nginx, CONNECTIONS, {"keys": KEYS})], bench.rounds)
        rate = median(saturated, "per_second") / 2
        ours, theirs = interleaved([stage.signed_anew(server, "get", CONNECTIONS, KEYS, rate=rate, warm_up=WARM_UP) for server in (pail, nginx)],
                                   bench.rounds)
        bench.report.row(Row(
            "latency", f"p99 of GET 1 KiB, open loop, {rate:,.0f}/s", "<= 1 x nginx", ratio(ours, theirs, "p99_us"), most=1.0,
            ours=f"{median(ours, 'p99_us'):,.0f} us", theirs=f"{median(theirs, 'p99_us'):,.0f} us (nginx)",
            details={"rate": rate, "reached": median(ours, "per_second"), "peer_reached": median(theirs, "per_second"),
                     "rounds": {"ours": told(ours), "theirs": told(theirs)}}))
