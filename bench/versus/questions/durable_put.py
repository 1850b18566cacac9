"""PUT 1 KiB on disk, durability=sync, 64 writers, against a bare loop of SQLite transactions that puts as many rows into each
transaction as the server did just before, on the same disk."""
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import struct
import subprocess
import tempfile
from contextlib import ExitStack

from ..measure import Row, sample
from ..stage import Stage, needs

WRITERS = 64
KEYS_A_SECOND = 60_000  # more than any disk here takes: in a round no key is stored twice
SHAPE = """SELECT avg(length(key)), avg(length(record)), avg(length(blobs)) FROM entries WHERE hex(substr(key, 1, 1)) = '6F'"""


def file_system(folder):
    """Kind and device of what holds it."""
    text = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=True).stdout.strip()
    device = subprocess.run(["df", "--output=source", str(folder)], capture_output=True, text=True, check=True).stdout.split()[-1]
    return text, device


def transactions(wal_index):
    """How many SQLite has made since the log was opened: iChange of the wal-index header, which each commit raises by one."""
    return struct.unpack_from("=I", wal_index, 8)[0]


def row_shape(data):
    """What the server's rows are like: bytes of key, record and list of blobs, as a mean."""
    with sqlite3.connect(f"file:{data / 'pail.sqlite'}?mode=ro", uri=True) as database:
        return [round(each or 0) for each in database.execute(SHAPE).fetchone()]


def server_round(bench, stage, server, number):
    index = server.folder / "data" / "pail.sqlite-shm"
    count = int(KEYS_A_SECOND * bench.seconds)
    with stage.made(server, method="PUT", keys=count, body_bytes=1024, prefix=f"round-{number}/") as requests:
        before = transactions(index.read_bytes())
        taken = sample(server, lambda: requests.wrk(WRITERS, bench.seconds))
        made = transactions(index.read_bytes()) - before
    return {"puts": taken.per_second, "batch": taken.per_second * bench.seconds / made, "cpu_us": taken.cpu_us}


def loop_round(bench, batch, shape, folder):
    with tempfile.TemporaryDirectory(prefix="loop-", dir=folder) as place:
        sizes = [f"--{name}-bytes={size}" for name, size in zip(("key", "record", "blobs"), shape)]
        done = subprocess.run(["taskset", "-c", "0", str(bench.sqlite_loop), place, f"--batch={batch}", f"--seconds={bench.seconds}",
                               *sizes], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["puts"] / told["seconds"]


def ask(bench):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="durable-", dir=bench.disk))
    kind, device = file_system(folder)
    try:
        needs(kind not in ("tmpfs", "ramfs"), f"{bench.disk} is in memory; --disk names a folder on a disk")
        needs(os.access(bench.sqlite_loop, os.X_OK), "--sqlite-loop says where pail_sqlite_loop is")
        measure(bench, folder, f"{kind} on {device}")
    finally:
        shutil.rmtree(folder)


def measure(bench, folder, where):
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        server = stage.pail("--data", "{folder}/data", "--durability", "sync", place=folder)
        rounds = []
        for number in range(bench.rounds + 1):
            taken = server_round(bench, stage, server, number)
            shape = row_shape(server.folder / "data")
            rounds.append({**taken, "loop": loop_round(bench, taken["batch"], shape, folder)})
        kept = rounds[1:]
        ours, loop, batch, cpu_us = (statistics.median(each[name] for each in kept) for name in ("puts", "loop", "batch", "cpu_us"))
        bench.report.row(Row("durable_put", f"PUT 1 KiB, disk engine, durability=sync, {WRITERS} writers", ">= 0.8 x SQLite",
                             ours / loop, least=0.8, ours=f"{ours:,.0f}/s, {batch:.1f} in a transaction, {cpu_us:.1f} us CPU",
                             theirs=f"{loop:,.0f}/s (bare loop, the same batches; {where})",
                             details={"rounds": kept, "row": shape, "where": where}))
