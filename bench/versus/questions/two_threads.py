"""Two server threads on two cores against one on one core. With four processors the load has two of its own; with two it shares
them, and both sides then have their load on their server's own cores: what is compared is what a core does when the other works
too, or does not."""
from contextlib import ExitStack

from ..measure import Row, interleaved, median, ratio, told
from ..stage import Stage

KEYS = 1000
CONNECTIONS = 64


def ask(bench):
    apart = bench.processors >= 4
    loads = ("2", "2,3") if apart else ("0", "0,1")
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        one, two = stage.pail(keys=KEYS), stage.pail(keys=KEYS, cpus="0,1", threads=2)
        sides = [stage.replayed(two, CONNECTIONS, {"keys": KEYS}, cpus=loads[1], threads=2),
                 stage.replayed(one, CONNECTIONS // 2, {"keys": KEYS}, cpus=loads[0]),
                 stage.replayed(one, CONNECTIONS, {"keys": KEYS}, cpus=loads[1], threads=2)]
        both, single, loaded = interleaved(sides, bench.rounds)
    where = "load on cores of its own" if apart else "each core with its load"
    def words(samples):
        return f"{median(samples, 'per_second'):,.0f}/s, {median(samples, 'cpu_us'):.2f} us CPU"
    bench.report.row(Row("two_threads", f"GET 1 KiB, two threads on two cores, {where}", ">= 1.7 x one thread",
                         ratio(both, single, "per_second"), least=1.7, ours=words(both), theirs=f"{words(single)} (one thread)",
                         details={"load": loads, "rounds": {"two": told(both), "one": told(single), "one, load on both": told(loaded)},
                                  "one_loaded_from_both_per_second": median(loaded, "per_second")}))
