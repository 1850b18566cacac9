"""How CPU per request and RSS grow with something: one server for each amount of it, all measured in turns."""
from .measure import interleaved, median


def point(amount, server, samples):
    return {"x": amount, "cpu_us": round(median(samples, "cpu_us"), 3), "per_second": round(median(samples, "per_second")),
            "rss_mib": round(server.memory() / 2**20, 2)}


def show(name, told):
    print("      " + ", ".join(f"{each['x']:,} {name}: {each['cpu_us']:.2f} us, {each['rss_mib']:,.1f} MiB" for each in told), flush=True)


def measured(bench, name, amounts, servers, sides):
    """Reports the curve; the samples of each amount."""
    taken = interleaved(sides, bench.rounds)
    told = [point(*each) for each in zip(amounts, servers, taken)]
    bench.report.curve(name, told)
    show(name, told)
    return taken
