"""Keeps files and lines readable: no source over 600 lines (tables excepted), no line over 100 columns, no leftovers."""
import pathlib
import re
import sys

FILE_LINES_MAX = 600  # style.md's hard limit; a file that grows past comfort is split by meaning, long before
LINE_COLUMNS_MAX = 100
LEFTOVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SLEEPS = re.compile(r"\b(sleep_for|usleep|nanosleep)\s*\(|\btime\.sleep\(")
ROOMS = ("wire", "signer", "net", "client", "emulator", "testing", "cli", "tests", "bench")


def faults_in(path, text):
    lines = text.split("\n")
    if len(lines) > FILE_LINES_MAX:
        yield f"{path}: {len(lines)} lines, at most {FILE_LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_COLUMNS_MAX and path.endswith((".cpp", ".hpp")):
            yield f"{path}:{number}: {len(line)} columns, at most {LINE_COLUMNS_MAX}"
        if LEFTOVERS.search(line) and not path.startswith("tests/style/"):
            yield f"{path}:{number}: a leftover: {line.strip()}"
        if SLEEPS.search(line) and not path.startswith("tests/style/"):
            yield f"{path}:{number}: a sleep: wait for an event, or move a clock"


def main(top):
    sources = [p for room in ROOMS for p in sorted((top / room).rglob("*")) if p.suffix in (".hpp", ".cpp", ".py")]
    faults = [f for p in sources for f in faults_in(p.relative_to(top).as_posix(), p.read_text())]
    print(*faults, sep="\n")
    sys.exit(f"sizes: {len(faults)} faults" if faults or not sources else 0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
