"""A page of 1000 keys out of more and more, and one of 1000 folders out of 100 k keys: CPU per request."""
from contextlib import ExitStack

from ..load import key
from ..measure import Row, interleaved, median, told
from ..stage import Stage

CONNECTIONS = 8
SIZES = (10_000, 100_000, 1_000_000)
DELIMITED = 100_000
PAGE = "list-type=2&max-keys=1000&prefix=objects/"


def listing(stage, server, more, bucket="bench"):
    wanted = {"keys": 0, "query": PAGE + more, "bucket": bucket}
    with stage.made(server, **wanted) as requests:
        (status, _, body), = requests.answers()
        if status != 200 or b"<KeyCount>1000</KeyCount>" not in body:
            raise RuntimeError(f"a page of 1000 is answered {status}, {body[:300]}")
    return stage.replayed(server, CONNECTIONS, wanted)


def row(bench, job, samples, details=None):
    milliseconds = median(samples, "cpu_us") / 1000
    bench.report.row(Row("listing", job, "<= 1 ms CPU", milliseconds, most=1.0, unit="ms", ours=f"{milliseconds * 1000:,.0f} us CPU",
                         details={**(details or {}), "rounds": told(samples)}))


def ask(bench):
    sizes = SIZES[:2] if bench.quick else SIZES
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        servers = [stage.pail(keys=size, body_bytes=0) for size in sizes]
        folders = stage.pail(keys=DELIMITED, body_bytes=0, wanted={"per_folder": 100})
        middles = [f"&start-after={key(size // 2)}" for size in sizes]
        sides = [listing(stage, server, "") for server in servers]
        sides += [listing(stage, server, middle) for server, middle in zip(servers, middles)]
        sides += [listing(stage, folders, "&delimiter=/")]
        *pages, delimited = interleaved(sides, bench.rounds)
    first, middle = pages[:len(sizes)], pages[len(sizes):]
    for size, samples in zip(sizes, first):
        row(bench, f"LIST 1000 of {size:,}, the first", samples)
    for size, samples in zip(sizes, middle):
        row(bench, f"LIST 1000 of {size:,}, from the middle on", samples)
    row(bench, f"LIST 1000 folders out of {DELIMITED:,} keys, delimiter", delimited)
    small, large = median(middle[0], "cpu_us"), median(middle[-1], "cpu_us")
    bench.report.row(Row("listing", f"LIST 1000: growth from {sizes[0]:,} to {sizes[-1]:,} keys", "<= 1.3 x", large / small, most=1.3,
                         ours=f"{large:,.0f} us CPU of {sizes[-1]:,}", theirs=f"{small:,.0f} us CPU of {sizes[0]:,}"))
