"""GET 1 KiB out of more and more objects: what a request costs, and what they weigh."""
from contextlib import ExitStack

from ..curves import measured
from ..measure import Row, median
from ..stage import Stage

CONNECTIONS = 64
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ASKED = 60_000  # of the objects, spread over all of them


def ask(bench):
    sizes = SIZES[:3] if bench.quick else SIZES
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        servers = [stage.pail(keys=size) for size in sizes]
        sides = [stage.replayed(server, CONNECTIONS, {"keys": size, "count": ASKED, "shuffled": True})
                 for server, size in zip(servers, sizes)]
        samples = measured(bench, "objects", sizes, servers, sides)
    small, large = median(samples[0], "cpu_us"), median(samples[-1], "cpu_us")
    bench.report.row(Row("growth_objects", f"CPU per GET, growth from {sizes[0]:,} to {sizes[-1]:,} objects", "<= 1.25 x",
                         large / small, most=1.25, ours=f"{large:.2f} us CPU of {sizes[-1]:,}",
                         theirs=f"{small:.2f} us CPU of {sizes[0]:,}"))
