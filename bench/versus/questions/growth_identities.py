"""GET 1 KiB by one of more and more identities, each the root of an account of its own: the objects' ACLs let them in."""
import json
import pathlib
import tempfile
from contextlib import ExitStack

from ..curves import measured
from ..load import key
from ..stage import Stage

CONNECTIONS = 64
KEYS = 1000
SIZES = (1, 100, 10_000, 100_000)
OBJECTS = [{"key": key(number), "bytes": {"size": 1024, "random": number}, "acl": "public-read"} for number in range(KEYS)]
SEED = {"buckets": [{"name": "bench", "public_access_block": False, "ownership": "ObjectWriter", "objects": OBJECTS}]}
# The first owns the bucket. It asks for nothing when there are others.
OWNER = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def with_identities(stage, folder, amount):
    keys = [OWNER, *((f"AKIA{number:016}", f"secret-of-{number:030}") for number in range(amount - 1))]
    credentials, asking, seed = folder / f"{amount}.ini", folder / f"{amount}.keys", folder / "seed.json"
    credentials.write_text("".join(f"[identity-{number}]\naws_access_key_id = {access}\naws_secret_access_key = {secret}\n"
                                   for number, (access, secret) in enumerate(keys)))
    asking.write_text("".join(f"{access} {secret}\n" for access, secret in keys[1:] or keys))
    seed.write_text(json.dumps(SEED))
    return stage.pail("--credentials", credentials, "--seed", seed), asking


def ask(bench):
    sizes = SIZES[:3] if bench.quick else SIZES
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pail-identities-")))
        made = [with_identities(stage, folder, size) for size in sizes]
        sides = [stage.replayed(server, CONNECTIONS, {"keys": KEYS, "count": 100_000, "identities": keys}) for server, keys in made]
        measured(bench, "identities", sizes, [server for server, _ in made], sides)
