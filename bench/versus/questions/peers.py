"""Other S3 servers for tests, where they are installed: s3rver (npm) and moto. For information. V4, since s3rver 3.7 refuses V2
headers: it leaves Date out of the text."""
from contextlib import ExitStack

from ..load import Missing, Requests
from ..measure import Row, interleaved, median, ratio
from ..servers import Moto, S3rver
from ..stage import Stage

KEYS = 100
BODY = 1024
CONNECTIONS = 8


def filled(bench, stage, peer):
    """How its requests are made."""
    wanted = {"form": "v4"}
    if hasattr(peer, "KEYS"):
        wanted["identities"] = peer.folder / "keys"
        wanted["identities"].write_text(peer.KEYS)
    for keys, body in ((0, 0), (KEYS, BODY)):
        with stage.made(peer, method="PUT", keys=keys, body_bytes=body, **wanted) as requests:
            for request in requests.each():  # a connection each: not all keep theirs
                with Requests.of(peer.host, [request]) as one:
                    status, = one.statuses()
                if status not in (200, 409):
                    raise RuntimeError(f"{peer.name} answers {status} to a PUT")
    return wanted


def beside(bench, stage, pail, peer):
    wanted = filled(bench, stage, peer)
    jobs = {"GET 1 KiB": {"form": "v4", "keys": KEYS}, "PUT 1 KiB": {"form": "v4", "method": "PUT", "keys": KEYS, "body_bytes": BODY}}
    for job, asked in jobs.items():
        with stage.for_now():
            ours, theirs = interleaved([stage.replayed(pail, CONNECTIONS, asked), stage.replayed(peer, CONNECTIONS, {**asked, **wanted})],
                                       bench.rounds)
        bench.report.row(Row("peers", f"{job}, V4 header, {CONNECTIONS} connections, {peer.name}'s CPU per request in Pail's", "",
                             ratio(theirs, ours, "cpu_us"), ours=f"{median(ours, 'cpu_us'):.2f} us CPU",
                             theirs=f"{median(theirs, 'cpu_us'):,.0f} us CPU ({peer.name})"))


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        pail = stage.pail(keys=KEYS)
        for make in (S3rver, Moto):
            try:
                beside(bench, stage, pail, stack.enter_context(make()))
            except Missing as what:
                bench.report.skip(f"{make.name}: {what}")
