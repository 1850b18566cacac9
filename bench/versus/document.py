"""docs/performance.md: what stands between its markers is written from results, all else by hand.

    <!-- begin: table -->   ...   <!-- end: table -->
"""
import json
import re
import sys

from . import plots
from .questions import ORDER

MARKED = re.compile(r"(<!-- begin: (\w+) -->\n).*?(<!-- end: \2 -->)", re.S)
MARKER = re.compile(r"<!-- (?:begin|end): (\w+) -->")


class BadMarkers(ValueError):
    pass


def replaced(text, parts):
    """`text` with each of `parts` between its markers. Every part must have its place, and every place its part."""
    places = [name for _, name, _ in MARKED.findall(text)]
    markers = sorted(MARKER.findall(text))
    if markers != sorted(places * 2) or sorted(places) != sorted(parts):
        raise BadMarkers(f"markers {markers}, whole ones {sorted(places)}, parts {sorted(parts)}")
    return MARKED.sub(lambda found: found[1] + parts[found[2]].rstrip("\n") + "\n" + found[3], text)


def newest(folder):
    files = sorted(folder.glob("*.json"))
    if not files:
        sys.exit(f"bench: no results in {folder}; measure first")
    return files[-1:]


def merged(results):
    """Of several runs, each question's newest answer; facts of the machine from the newest run."""
    results = sorted(results, key=lambda told: told["when"])
    questions = {}
    for told in results:
        questions |= {name: {**answer, "when": told["when"]} for name, answer in told["questions"].items()}
    return {**results[-1], "questions": questions}


def in_order(questions):
    return [questions[name] for name in ORDER if name in questions]


def cell(text):
    return str(text).replace("|", "\\|")


def table_row(row):
    verdict = f"**{row['verdict']}**" if row["verdict"] == "MISS" else row["verdict"]
    value = f"{row['value']:,.2f} {row['unit']}"
    return "| " + " | ".join(map(cell, [row["job"], row["goal"], value, verdict, row["ours"], row["theirs"]])) + " |"


def table(told):
    lines = ["| job | goal | reached | | Pail | compared with |", "|---|---|--:|---|---|---|"]
    rows = [row for answer in in_order(told["questions"]) for row in answer["rows"]]
    lines += [table_row(row) for row in rows]
    judged = [row["verdict"] for row in rows if row["verdict"]]
    lines += ["", f"{judged.count('ok')} of {len(judged)} goals reached."]
    notes = [why for answer in in_order(told["questions"]) for why in [*answer["skipped"], answer["failed"]] if why]
    notes += [f"{name}: not asked" for name in ORDER if name not in told["questions"]]
    if notes:
        lines += ["", "Not measured in this run:", "", *(f"- {note.splitlines()[0]}" for note in notes)]
    return "\n".join(lines)


def machine(told):
    facts = told["machine"]
    lines = [f"{facts['processor']}, {facts['processors']} processors, SHA instructions {'yes' if facts['sha_ni'] else 'no'}, "
             f"{facts['memory_gib']} GiB; Linux {facts['kernel']}; {facts['nginx']}, {facts['wrk']}, {facts['openssl']}; {told['pail']}.",
             f"{told['when'][:10]}, rounds: {told['rounds']} of {told['seconds']:g} s; others used {facts['busy_before']:.0%} of the machine before."]
    if told["quick"]:
        lines.append("**A quick run: it shows that everything runs, and little of speed.**")
    return "\n".join(lines)


def curve_table(name, told):
    """One line for each amount; beside it the others whose name begins alike: "connections, nginx"."""
    curves = {curve: points for answer in in_order(told["questions"]) for curve, points in answer["curves"].items()
              if curve.split(",")[0] == name}
    if not curves:
        return "Not measured in this run."
    titles = [f"{what}{curve[len(name):]}" for curve in curves for what in ("CPU per GET", "RSS")]
    lines = [f"| {name} | " + " | ".join(titles) + " |", "|--:|" + "--:|" * len(titles)]
    for points in zip(*curves.values()):
        figures = [text for point in points for text in (f"{point['cpu_us']:.2f} us", f"{point['rss_mib']:,.1f} MiB")]
        lines.append(f"| {points[0]['x']:,} | " + " | ".join(figures) + " |")
    return "\n".join(lines)


def parts_of(told):
    return {"machine": machine(told), "table": table(told), **{name: curve_table(name, told) for name in plots.TITLES}}


def write(files, docs):
    told = merged([json.loads(file.read_text()) for file in files])
    page = docs / "performance.md"
    page.write_text(replaced(page.read_text(), parts_of(told)))
    for name in plots.draw(told, docs / "performance"):
        print(docs / "performance" / name)
    print(page)
    return 0
