"""How a comparison is made: both sides in turn, round after round in one run, and of each the median."""
import statistics
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of docs/performance.md."""
    question: str         # the file that asks it
    job: str
    goal: str             # in words: "<= 0.75 x nginx"
    value: float          # what is compared with `most` or `least`
    most: float = None
    least: float = None
    unit: str = "x"
    details: dict = field(default_factory=dict)

    @property
    def reached(self):
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


@dataclass
class Sample:
    cpu_us: float         # of the server, for one request
    per_second: float
    p99_us: float = 0
    bytes_per_second: float = 0


def sample(server, requests, connections, seconds, **wrk):
    """One round against one server. Every request has to be served."""
    before = server.cpu_seconds()
    seen = requests.wrk(connections, seconds, **wrk)
    used = server.cpu_seconds() - before
    if seen["refused"] or seen["broken"] or not seen["requests"]:
        raise RuntimeError(f"{server.name}: of {seen['requests']} requests {seen['refused']} refused, {seen['broken']} broken")
    took = seen["microseconds"] / 1e6
    return Sample(used * 1e6 / seen["requests"], seen["requests"] / took, seen["p99_us"], seen["bytes"] / took)


def median(samples, what):
    return statistics.median(getattr(each, what) for each in samples)


def interleaved(sides, rounds):
    """`sides`: functions that take a Sample. Lists of samples in the same order; the first round warms up and is not kept."""
    kept = [[] for _ in sides]
    for round_number in range(rounds + 1):
        for side, samples in zip(sides, kept):
            taken = side()
            if round_number > 0:
                samples.append(taken)
    return kept


def told(samples):
    """For the JSON file: every round, not the median alone."""
    return {"cpu_us": [round(each.cpu_us, 2) for each in samples], "per_second": [round(each.per_second) for each in samples],
            "p99_us": [round(each.p99_us) for each in samples]}
