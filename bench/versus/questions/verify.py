"""From the parsed request to the identity. The goals are for a machine whose bare loop signs 5 M/s: the figures are scaled to it."""
from .. import micro
from ..measure import Row

LOOP_NS = 1e9 / 5e6  # of the machine that the goals speak of


def ask(bench):
    taken = micro.run(bench, "^(verify_v[24]_(header|query|bare_loop)|signatures/v2/bare_loop)$")
    loop = taken["signatures/v2/bare_loop"]
    for version, most in (("v2", 0.4), ("v4", 1.0)):
        ours = taken[f"verify_{version}_header"]
        bench.report.row(Row("verify", f"Verify {version.upper()} header, parsed request to identity", f"<= {most:g} us at 5 M/s",
                             ours * LOOP_NS / loop / 1e3, most=most, unit="us", ours=f"{ours:.0f} ns here",
                             theirs=f"{loop:.0f} ns, {1e3 / loop:.2f} M/s (bare loop that signs V2)", details={"ns": taken}))
