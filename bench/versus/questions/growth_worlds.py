"""GET 1 KiB in one of more and more worlds, each with an access key of its own."""
import json
import urllib.request
from contextlib import ExitStack

from ..curves import measured
from ..stage import Stage

CONNECTIONS = 64
KEYS = 1000
SIZES = (1, 10, 100, 1_000)


def with_worlds(stage, amount):
    """A server with so many forks of the same objects, and a file of their keys."""
    server = stage.pail(keys=KEYS)
    lines = []
    for number in range(amount):
        body = json.dumps({"name": f"w{number}", "from": "default"}).encode()
        request = urllib.request.Request(server.ready["control"] + "worlds", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            world = json.loads(answer.read())
        lines.append(f"{world['access_key']} {world['secret_key']}\n")
    keys = server.folder / "keys"
    keys.write_text("".join(lines))
    return server, keys


def ask(bench):
    sizes = SIZES[:3] if bench.quick else SIZES
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        made = [with_worlds(stage, size) for size in sizes]
        sides = [stage.replayed(server, CONNECTIONS, {"keys": KEYS, "count": 20_000, "identities": keys}) for server, keys in made]
        measured(bench, "worlds", sizes, [server for server, _ in made], sides)
