"""The servers of a question, filled alike, and how they are asked."""
from contextlib import contextmanager, ExitStack

from .load import Missing, Requests, bench_tool
from .measure import sample
from .pour import fill
from .servers import Nginx, Pail


class Stage:
    def __init__(self, bench, stack):
        self.bench, self.stack = bench, stack
        self.files = stack  # requests live as long as this

    def nginx(self, keys=0, body_bytes=1024, **more):
        nginx = self.stack.enter_context(Nginx(**more))
        nginx.fill(keys, body_bytes)
        return nginx

    def pail(self, *options, keys=0, body_bytes=1024, wanted=None, **more):
        """With the bucket, and so many objects in it. One that serves whatever it is asked must not be measured."""
        pail = self.stack.enter_context(Pail(self.bench.pail, *options, **more))
        with self.made(pail, method="PUT", keys=0) as requests:
            requests.send_all()
        if keys:
            fill(self.bench.requests_tool, pail, keys, body_bytes, **(wanted or {}))
        refuses_a_spoilt_signature(self, pail)
        return pail

    def made(self, server, **wanted):
        return Requests(self.bench.requests_tool, server.host, **wanted)

    def requests(self, server, **wanted):
        return self.files.enter_context(self.made(server, **wanted))

    def replayed(self, server, connections, wanted, **wrk):
        """A side of a comparison: one round of wrk."""
        requests = self.requests(server, **wanted)
        return lambda: sample(server, lambda: requests.wrk(connections, self.bench.seconds, **wrk))

    def signed_anew(self, server, job, connections, keys, **more):
        """A side of a comparison: one round of `pail bench`."""
        return lambda: sample(server, lambda: bench_tool(self.bench.tool, job, server.host, connections, self.bench.seconds,
                                                         keys, **more))

    @contextmanager
    def for_now(self):
        """Requests made within are gone afterwards: they lie in memory."""
        with ExitStack() as files:
            before, self.files = self.files, files
            try:
                yield
            finally:
                self.files = before


def refuses_a_spoilt_signature(stage, server):
    """A server that is fast because it looks at nothing must not win: one character is flipped, and it has to say no."""
    for form in ("v2", "v4"):
        for method in ("GET", "PUT"):
            with stage.made(server, form=form, method=method, spoilt=True, keys=10) as requests:
                if set(requests.statuses()) != {403}:
                    raise RuntimeError(f"pail serves a {form} {method} whose signature is wrong")


def answers_alike(stage, ours, theirs, **wanted):
    """Both have to give the same bytes, or the comparison is of different work."""
    with stage.made(ours, **wanted) as mine, stage.made(theirs, **wanted) as other:
        for (our_status, _, our_body), (their_status, _, their_body) in zip(mine.answers(), other.answers()):
            if (our_status, our_body) != (their_status, their_body) or our_status != 200:
                raise RuntimeError(f"{ours.name} answers {our_status}, {len(our_body)} bytes; {theirs.name} {their_status}, "
                                   f"{len(their_body)} bytes, or others")


def needs(condition, what):
    if not condition:
        raise Missing(what)
