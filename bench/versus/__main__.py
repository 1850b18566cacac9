"""Measures Pail beside its peers: python3 -m versus --pail build/release/pail --requests build/bench/bench/pail_requests

Every question is a file in questions/; each prints its ratios as it has them. All of them go to results/ as JSON, with the
facts of the machine."""
import argparse
import importlib
import pathlib

from .report import Report

HERE = pathlib.Path(__file__).resolve().parent
QUESTIONS = sorted(file.stem for file in (HERE / "questions").glob("[a-z]*.py"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pail", type=pathlib.Path, required=True)
    parser.add_argument("--requests", type=pathlib.Path, required=True, dest="requests_tool")
    parser.add_argument("--micro", type=pathlib.Path, help="the program of micro benches")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of one round against one server")
    parser.add_argument("--results", type=pathlib.Path, default=HERE.parent / "results")
    parser.add_argument("question", nargs="*", default=QUESTIONS, help=" ".join(QUESTIONS))
    arguments = parser.parse_args()
    report = Report(arguments)
    arguments.show = report.show
    for question in arguments.question:
        report.add(importlib.import_module(f".questions.{question}", __package__).ask(arguments))
    print(report.save(arguments.results))


main()
