"""gcc 12 miscompiles a co_await that is an operand of && or || or ?:, and a ?: in what is awaited: it stops, or reads
what is gone, at run time. Await into a variable first; net/task.hpp says so, this keeps it."""
import pathlib
import re
import sys

COMMENT = re.compile(r"//[^\n]*")
TEXT = re.compile(r'"(\\.|[^"\\\n])*"')
STATEMENT = re.compile(r"[^;{}]*\bco_await\b[^;{}]*")
# A condition in front of the awaiting statement is judged before it.
CONDITION = re.compile(r"^\s*(if|while)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
OPERAND = re.compile(r"(&&|\|\|)\s*!?\s*co_await\b|\bco_await\s+[\w.>:-]+\((?:[^()]|\([^()]*\))*\)\s*(&&|\|\|)")


def faults_in(text):
    """The line of each statement that g++ 12 would get wrong."""
    text = TEXT.sub('""', COMMENT.sub("", text))
    for found in STATEMENT.finditer(text):
        statement = found.group(0)
        condition = CONDITION.match(statement)
        if condition and "co_await" not in condition.group(0):
            statement = statement[condition.end():]
        if re.search(r"\s\?\s", statement) or OPERAND.search(statement):
            yield text.count("\n", 0, found.start() + len(found.group(0)) - len(found.group(0).lstrip())) + 1


def main(top):
    rooms = ("wire", "signer", "net", "client", "emulator", "testing", "cli", "tests", "bench", "docs")
    sources = [p for room in rooms for p in sorted((top / room).rglob("*.[ch]pp"))]
    faults = [f"{p.relative_to(top)}:{line}" for p in sources for line in faults_in(p.read_text())]
    print(*faults, sep="\n")
    sys.exit(f"coroutines: {len(faults)} awaits that gcc 12 gets wrong" if faults else 0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
