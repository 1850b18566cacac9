"""`pail bench` must not be the bottleneck: requests per second of its own CPU, against wrk, which replays what was signed before."""
from contextlib import ExitStack

from ..measure import Row, interleaved, median, ratio
from ..stage import Stage

KEYS = 1000


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        pail = stage.pail(keys=KEYS)
        for connections in (8, 64):
            with stage.for_now():
                ours, theirs = interleaved([stage.signed_anew(pail, "get", connections, KEYS),
                                            stage.replayed(pail, connections, {"keys": KEYS})], bench.rounds)
            bench.report.row(Row("bench_tool", f"pail bench get, requests per CPU second of its own, {connections} connections",
                                 ">= 1 x wrk", 1 / ratio(ours, theirs, "load_cpu_us"), least=1.0,
                                 ours=f"{median(ours, 'load_cpu_us'):.2f} us CPU a request",
                                 theirs=f"{median(theirs, 'load_cpu_us'):.2f} us (wrk)"))
