"""What a run says: a line for each row as it comes, and a JSON file that docs/performance.md is made of."""
import dataclasses
import datetime
import json
import pathlib
import platform
import re
import subprocess


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[0] if done.returncode in (0, 1) else ""


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    flags = re.search(r"^flags\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return {"processor": cpu[1] if cpu else platform.machine(), "sha_ni": bool(flags and " sha_ni" in flags[1]),
            "processors": len(__import__("os").sched_getaffinity(0)), "kernel": platform.release(),
            "nginx": first_line("nginx", "-v"), "wrk": first_line("wrk", "-v"), "openssl": first_line("openssl", "version")}


class Report:
    def __init__(self, arguments):
        self.rows = []
        self.about = {"when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "machine": machine(),
                      "pail": first_line(str(arguments.pail), "version"), "rounds": arguments.rounds, "seconds": arguments.seconds}

    def show(self, row):
        mark = "ok  " if row.reached else "MISS"
        cpu = row.details.get("cpu_us")
        more = f"  {cpu:7.2f} us against {row.details['peer_cpu_us']:7.2f}" if cpu else ""
        print(f"{mark} {row.job:75} {row.value:8.2f} {row.unit:6} {row.goal}{more}", flush=True)

    def add(self, rows):
        self.rows += rows

    def save(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.about['when'][:19].replace(':', '')}.json"
        rows = [{**dataclasses.asdict(row), "reached": row.reached} for row in self.rows]
        file.write_text(json.dumps({**self.about, "rows": rows}, indent=1) + "\n")
        return file
