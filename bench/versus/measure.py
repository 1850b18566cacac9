"""How a comparison is made: both sides in turn, round after round in one run, and of each the median."""
import statistics
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the table in docs/performance.md."""
    question: str         # the file that asks it
    job: str
    goal: str             # in words: "<= 0.75 x nginx"
    value: float          # what is compared with `most` or `least`; neither: for information
    most: float = None
    least: float = None
    unit: str = "x"
    ours: str = ""        # the absolute figures, in words: "5.61 us"
    theirs: str = ""      # "9.40 us, nginx"
    details: dict = field(default_factory=dict)

    @property
    def verdict(self):
        if self.most is None and self.least is None:
            return ""
        reached = (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        return "ok" if reached else "MISS"


@dataclass
class Sample:
    """What one round against one server showed."""
    cpu_us: float         # of the server, for one request
    per_second: float
    p99_us: float = 0
    bytes_per_second: float = 0
    cpu_ms_per_mib: float = 0
    load_cpu_us: float = 0  # of the load generator, for one request
    late: int = 0         # of an open loop: how many the end of the round came upon unsent


class Broken(RuntimeError):
    """A round in which not every request was served proves nothing."""


def sample(server, load):
    """`load`: a function that drives the server and says what it saw (load.py). Every request has to be served."""
    before = server.cpu_seconds()
    seen = load()
    used = server.cpu_seconds() - before
    return sample_of(server.name, seen, used)


LATE_MAX = 0.01  # of the requests: with more, a percentile of those that were sent says nothing


def sample_of(name, seen, used):
    """`seen`: requests, refused, broken, microseconds, bytes, p99_us; `used`: seconds of CPU."""
    if seen["refused"] or seen["broken"] or not seen["requests"]:
        raise Broken(f"{name}: of {seen['requests']} requests {seen['refused']} refused, {seen['broken']} broken")
    late = seen.get("late", 0)
    if late > LATE_MAX * seen["requests"]:
        raise Broken(f"{name}: {late} requests were due and not sent, {seen['requests']} were: the load was too much")
    took = seen["microseconds"] / 1e6
    mib = seen["bytes"] / 2**20
    return Sample(used * 1e6 / seen["requests"], seen["requests"] / took, seen.get("p99_us", 0), seen["bytes"] / took,
                  used * 1e3 / mib if mib else 0, seen.get("cpu_seconds", 0) * 1e6 / seen["requests"], late)


def median(samples, what):
    return statistics.median(getattr(each, what) for each in samples)


def ratio(ours, theirs, what):
    """Of the medians: each side had its own good and bad rounds."""
    below = median(theirs, what)
    return median(ours, what) / below if below else float("inf")


def interleaved(sides, rounds):
    """`sides`: functions that measure one round. Lists of what they return in the same order; the first round warms up and is
    not kept."""
    kept = [[] for _ in sides]
    for round_number in range(rounds + 1):
        for side, samples in zip(sides, kept):
            taken = side()
            if round_number > 0:
                samples.append(taken)
    return kept


def told(samples):
    """For the JSON file: every round, not the median alone."""
    return {"cpu_us": [round(each.cpu_us, 2) for each in samples], "per_second": [round(each.per_second, 1) for each in samples],
            "p99_us": [round(each.p99_us) for each in samples], "late": [each.late for each in samples]}


def compared(question, job, goal, ours, theirs, peer, most):
    """The row of two sides by CPU per request, the first figure of every comparison; the requests per second beside it."""
    def words(samples):
        return f"{median(samples, 'cpu_us'):.2f} us CPU, {median(samples, 'per_second'):,.0f}/s"
    details = {"cpu_us": median(ours, "cpu_us"), "peer_cpu_us": median(theirs, "cpu_us"),
               "per_second": median(ours, "per_second"), "peer_per_second": median(theirs, "per_second"),
               "per_second_ratio": ratio(ours, theirs, "per_second"), "rounds": {"ours": told(ours), "theirs": told(theirs)}}
    return Row(question, job, goal, ratio(ours, theirs, "cpu_us"), most=most, ours=words(ours),
               theirs=f"{words(theirs)} ({peer})", details=details)
