"""Runs micro benches of `pail_bench`, all of a question in one process and in turns."""
import json
import subprocess

from .load import Missing


def parse(text):
    """Name of each bench: nanoseconds of CPU, the median of its repetitions."""
    return {row["run_name"]: row["cpu_time"] for row in json.loads(text)["benchmarks"] if row.get("aggregate_name") == "median"}


def run(bench, pattern):
    if not bench.micro:
        raise Missing("--micro says where pail_bench is")
    command = ["taskset", "-c", "0", str(bench.micro), f"--benchmark_filter={pattern}", "--benchmark_format=json",
               f"--benchmark_repetitions={max(3, bench.rounds)}", f"--benchmark_min_time={bench.seconds / 8}",
               "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = parse(done.stdout)
    if not found:
        raise RuntimeError(f"pail_bench has no bench that is called {pattern}")
    return found
