"""The plots of docs/performance.md, drawn by gnuplot: CPU per request and RSS over the amount of something."""
import subprocess

TITLES = {"objects": "objects in the bucket", "worlds": "worlds, each with its own key", "connections": "connections, all busy",
          "identities": "identities, asking in turn"}
SCRIPT = """
set terminal svg size 720,400 dynamic background "white" font "sans-serif,13"
set output "{file}"
set logscale x 10
set format x "%.0f"
set xlabel "{title}"
set ylabel "CPU per GET 1 KiB, us"
set y2label "RSS, MiB"
set yrange [0:*]
set y2range [0:*]
set ytics nomirror
set y2tics
set grid xtics ytics lc rgb "#dddddd"
set key outside bottom center horizontal
{data}
plot {lines}
"""
# Of CPU and of RSS; those of what stands beside it are paler.
COLOURS = (("#1f5fa8", "#c8641e"), ("#9dbbdb", "#ecc7a8"))
LINE = '${name} using 1:{column} axes x1y{axis} with linespoints lw 2 pt 7 ps 0.6 lc rgb "{colour}" title "{title}"'


def script(name, curves, file):
    """`curves`: the curve's own name and others beside it, with their points."""
    data, lines = [], []
    for number, (curve, points) in enumerate(curves.items()):
        data.append(f"$C{number} << EOD\n" + "".join(f"{p['x']} {p['cpu_us']} {p['rss_mib']}\n" for p in points) + "EOD")
        whose = curve[len(name):].lstrip(", ") or "pail"
        for axis, what in ((1, "CPU"), (2, "RSS")):
            lines.append(LINE.format(name=f"C{number}", column=axis + 1, axis=axis, colour=COLOURS[number % 2][axis - 1],
                                     title=f"{what}, {whose}"))
    return SCRIPT.format(file=file, title=TITLES[name], data="\n".join(data), lines=", \\\n  ".join(lines))


def draw(told, folder):
    """Names of the files that were written; what was not measured keeps its old plot."""
    folder.mkdir(exist_ok=True)
    curves = {curve: points for answer in told["questions"].values() for curve, points in answer["curves"].items()}
    for name in TITLES:
        wanted = {curve: points for curve, points in curves.items() if curve.split(",")[0] == name}
        if wanted:
            subprocess.run(["gnuplot"], input=script(name, wanted, folder / f"{name}.svg"), text=True, check=True)
            yield f"{name}.svg"
