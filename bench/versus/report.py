"""What a run says: a line for each row as it comes, and a JSON file that docs/performance.md is made of."""
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import re
import select
import subprocess


QUIET = 0.05  # share of the processors that others may use


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return (done.stdout + done.stderr).strip().split("\n")[0]


def idle_and_all(stat):
    """Ticks of all processors, of /proc/stat: waiting for a disk is idle, too."""
    ticks = [int(each) for each in stat.split("\n", 1)[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def busy():
    """Which share of the processors is used while we do nothing for a second."""
    before = idle_and_all(pathlib.Path("/proc/stat").read_text())
    select.select([], [], [], 1)
    idle, ticks = (now - then for now, then in zip(idle_and_all(pathlib.Path("/proc/stat").read_text()), before))
    return 1 - idle / ticks


def machine():
    facts = pathlib.Path("/proc/cpuinfo").read_text()
    cpu = re.search(r"model name\s*: (.*)", facts)
    flags = re.search(r"^flags\s*: (.*)", facts, re.M)
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    wrk = re.search(r"wrk \S+", first_line("wrk", "-v"))
    return {"processor": cpu[1] if cpu else platform.machine(), "sha_ni": bool(flags and " sha_ni" in flags[1]),
            "processors": os.cpu_count(), "busy_before": round(busy(), 2), "memory_gib": round(int(memory[1]) / 2**20), "kernel": platform.release(),
            "nginx": first_line("/usr/sbin/nginx", "-v").removeprefix("nginx version: "), "wrk": wrk[0] if wrk else "",
            "openssl": first_line("openssl", "version").split(" (")[0]}


def row_line(row):
    value = f"{row['value']:,.2f} {row['unit']}"
    return f"{row['verdict']:4}  {row['job']:68} {value:>14}  {row['goal']:24}  {row['ours']} | {row['theirs']}"


class Report:
    """Saved after each question, so that what was measured is never lost."""

    def __init__(self, file, about):
        self.file = file
        self.told = {"when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "machine": machine(),
                     **about, "questions": {}}
        self.now = None
        used = self.told["machine"]["busy_before"]
        if used > QUIET:
            print(f"bench: others use {used:.0%} of this machine: the figures will say little", flush=True)

    def begin(self, question):
        self.now = self.told["questions"][question] = {"rows": [], "curves": {}, "skipped": [], "failed": None}
        print(f"-- {question}", flush=True)

    def row(self, row):
        told = {**dataclasses.asdict(row), "verdict": row.verdict}
        self.now["rows"].append(told)
        print(row_line(told), flush=True)

    def curve(self, name, points):
        """`points`: dictionaries with x, cpu_us and rss_mib, for a plot."""
        self.now["curves"][name] = points

    def skip(self, why):
        self.now["skipped"].append(why)
        print(f"skip  {why}", flush=True)

    def fail(self, why):
        self.now["failed"] = why
        print(f"FAIL  {why}", flush=True)

    def save(self):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.told, indent=1) + "\n")
