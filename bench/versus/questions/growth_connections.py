"""GET 1 KiB over more and more connections, all of them busy; nginx beside it."""
from contextlib import ExitStack

from ..curves import point, show
from ..measure import interleaved
from ..stage import Stage, answers_alike

KEYS = 1000
SIZES = (1, 8, 64, 512, 4_096, 10_000)


def ask(bench):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        pail, nginx = stage.pail(keys=KEYS), stage.nginx(KEYS)
        answers_alike(stage, pail, nginx, keys=10)
        ours, theirs = [], []
        for connections in SIZES:
            with stage.for_now():
                mine, other = interleaved([stage.replayed(server, connections, {"keys": KEYS}) for server in (pail, nginx)], bench.rounds)
            ours.append(point(connections, pail, mine))
            theirs.append(point(connections, nginx, other))
        bench.report.curve("connections", ours)
        bench.report.curve("connections, nginx", theirs)
        show("connections", ours)
        show("connections, nginx", theirs)
