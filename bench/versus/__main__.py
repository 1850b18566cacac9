"""Measures Pail beside its peers. Every question is a file in questions/ and prints its ratios as it has them; all of them, with
the facts of the machine, go to a JSON file, from which --document writes the tables and plots of docs/performance.md.

scripts/bench.sh builds what is needed and calls this."""
import argparse
import datetime
import importlib
import os
import pathlib
import resource
import sys
import traceback

from . import document
from .load import Missing
from .questions import ORDER
from .report import Report, first_line

TOP = pathlib.Path(__file__).resolve().parents[2]
RESULTS = TOP / "bench" / "results"


def parsed():
    parser = argparse.ArgumentParser(prog="bench.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", nargs="*", help="all of them unless said: " + " ".join(ORDER))
    parser.add_argument("--rounds", type=int, help="kept ones; the median counts (5)")
    parser.add_argument("--seconds", type=int, help="of one round against one server (2)")
    parser.add_argument("--quick", action="store_true", help="one round of a second, smaller sizes: does it run? Says little of speed")
    parser.add_argument("--document", nargs="*", type=pathlib.Path, metavar="FILE",
                        help="measure nothing: write docs/performance.md's tables and plots from these results (the newest)")
    parser.add_argument("--pail", type=pathlib.Path, default=TOP / "build/release/pail")
    parser.add_argument("--tool", type=pathlib.Path, help="the pail whose `bench` is the load (the same)")
    parser.add_argument("--requests", type=pathlib.Path, default=TOP / "build/bench/bench/pail_requests", dest="requests_tool")
    parser.add_argument("--micro", type=pathlib.Path, default=TOP / "build/bench/bench/pail_bench")
    parser.add_argument("--sqlite-loop", type=pathlib.Path, default=TOP / "build/bench/bench/pail_sqlite_loop")
    parser.add_argument("--disk", type=pathlib.Path, default=TOP / "build", help="a folder on a real disk, for durable writes")
    parser.add_argument("--results", type=pathlib.Path, default=RESULTS, help="the folder for the JSON file")
    bench = parser.parse_args()
    bench.rounds = bench.rounds or (1 if bench.quick else 5)
    bench.seconds = bench.seconds or (1 if bench.quick else 2)
    bench.tool = bench.tool or bench.pail
    unknown = [each for each in bench.question if each not in ORDER]
    if unknown:
        parser.error(f"no such question: {' '.join(unknown)}; there are {' '.join(ORDER)}")
    return bench


def prepare(bench):
    """The load's processor for this process, and as many files as the system lets us have, for us and those we start."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    allowed = os.sched_getaffinity(0)
    if not {0, 1} <= allowed:
        sys.exit("bench: processors 0 and 1 are needed, one for the server and one for its load")
    bench.processors = len(allowed) if {2, 3} <= allowed else 2
    os.sched_setaffinity(0, {1})


def ask(bench, question):
    """Whether there is an answer. One that fails must not take the others along."""
    bench.report.begin(question)
    try:
        importlib.import_module(f".questions.{question}", __package__).ask(bench)
    except Missing as what:
        bench.report.skip(f"{question}: {what}")
    except Exception as fault:  # pylint: disable=broad-except
        traceback.print_exc()
        bench.report.fail(f"{type(fault).__name__}: {fault}")
        return False
    finally:
        bench.report.save()
    return True


def main():
    bench = parsed()
    if bench.document is not None:
        return document.write(bench.document or document.newest(bench.results), TOP / "docs")
    prepare(bench)
    name = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H%M%SZ.json")
    bench.report = Report(bench.results / name, {"pail": first_line(str(bench.pail), "version"), "rounds": bench.rounds,
                                                 "seconds": bench.seconds, "quick": bench.quick})
    answered = [ask(bench, question) for question in bench.question or ORDER]
    print(bench.report.file)
    return 0 if all(answered) else 1


sys.exit(main())
