"""Signatures per core and second, beside a bare loop of what cannot be left out, and beside what others offer. One process."""
from .. import micro
from ..measure import Row

PEERS = {"openssl_hmac": "OpenSSL HMAC() at once", "evp_mac_kept": "EVP_MAC, key kept", "libs3": "libs3"}
# What is measured, its name in signatures_bench.cpp, and in words.
OURS = [("v2", "pail", "Signatures V2 header, text and Base64 included"),
        ("v2", "pail_header", "Signatures V2 header, the whole Authorization value"),
        ("v4", "pail", "Signatures V4 header, key cached, the whole Authorization value")]


def per_second(nanoseconds):
    return f"{1e3 / nanoseconds:.2f} M/s"


def ask(bench):
    taken = {name.removeprefix("signatures/"): value for name, value in micro.run(bench, "^signatures/").items()}
    for version, name, job in OURS:
        ours, loop = taken[f"{version}/{name}"], taken[f"{version}/bare_loop"]
        bench.report.row(Row("signatures", job, ">= 0.9 x bare loop", loop / ours, least=0.9, ours=per_second(ours),
                             theirs=f"{per_second(loop)} (bare loop)", details={"ns": taken}))
    for version in ("v2", "v4"):
        for peer, words in PEERS.items():
            if f"{version}/{peer}" in taken:
                ours, theirs = taken[f"{version}/pail"], taken[f"{version}/{peer}"]
                bench.report.row(Row("signatures", f"Signatures {version.upper()} beside {words}", "", theirs / ours, ours=per_second(ours),
                                     theirs=f"{per_second(theirs)} ({words})"))
    if "v2/libs3" not in taken:
        bench.report.skip("libs3: libs3-dev was not there when pail_bench was configured")
