"""GET 1 KiB by one of more and more users, each with a key and a policy of its own."""
import json
import pathlib
import tempfile
from contextlib import ExitStack

from ..curves import measured
from ..stage import Stage

CONNECTIONS = 64
KEYS = 1000
SIZES = (1, 100, 10_000, 100_000)
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bench/*"}]}


def user(number):
    return {"name": f"user-{number}", "access_key": f"AKIA{number:016}", "secret_key": f"secret-of-{number:030}",
            "policies": {"read": POLICY}}


def with_users(stage, folder, amount):
    users = [user(number) for number in range(amount)]
    seed, keys = folder / f"{amount}.json", folder / f"{amount}.keys"
    seed.write_text(json.dumps({"identities": {"users": users}}))
    keys.write_text("".join(f"{each['access_key']} {each['secret_key']}\n" for each in users))
    return stage.pail("--seed", seed, keys=KEYS), keys


def ask(bench):
    sizes = SIZES[:3] if bench.quick else SIZES
    with ExitStack() as stack:
        stage = Stage(bench, stack)
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pail-users-")))
        made = [with_users(stage, folder, size) for size in sizes]
        sides = [stage.replayed(server, CONNECTIONS, {"keys": KEYS, "count": 100_000, "identities": keys}) for server, keys in made]
        measured(bench, "identities", sizes, [server for server, _ in made], sides)
