"""botocore's signers against our verification: random requests in every form have to be let in, and the same requests
with one signed part spoiled have to be refused. Both sides read the same rules; neither is taken for the truth.

    differential_test.py PAIL [--count N] [--seed S] [--only INDEX]

Prints the seed first; a failure prints what repeats it alone."""
import argparse
import collections
import concurrent.futures
import random
import re
import socket
import sys
import tempfile

import pail_process
from differential import cases, forms, mutations

COUNT = 10_000
WORKERS = 2
# Of each hundred requests.
SHARES = [("v2_header", 22, cases.v2_header), ("v2_query", 15, cases.v2_query), ("v2_post", 8, forms.v2_post),
          ("v4_header", 20, cases.v4_header), ("v4_query", 14, cases.v4_query), ("v4_post", 8, forms.v4_post),
          ("v4_trailer", 5, cases.unsigned_trailer), ("v4_chunks", 5, cases.signed_chunks),
          ("compat", 3, cases.boto_v2_compat)]
assert sum(share for _, share, _ in SHARES) == 100
# What S3 answers to a request whose signature or body is not what was signed.
REFUSALS = {"SignatureDoesNotMatch", "InvalidAccessKeyId", "RequestTimeTooSkewed", "AccessDenied", "InvalidToken",
            "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError", "XAmzContentSHA256Mismatch", "BadDigest",
            "IncompleteBody", "MalformedTrailerError"}
# A trailer that is no checksum, a chunk that became a small one, or a field of a form that is no credential or date.
REFUSALS_OF = {"v4_trailer": {"InvalidRequest", "InvalidChunkSizeError"}, "v4_chunks": {"InvalidRequest"},
               "v4_post": {"InvalidArgument"}}
PASSED = {200, 201, 204, 206, 404, 405, 416, 501}
KEYS = [
    {"access_key": "AKIADIFFERENTIAL0001", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "bucket": "plain"},
    {"access_key": "AKIADIFFERENTIAL0002", "secret_key": "+/=short", "bucket": "with.dots-1"},
    {"access_key": "ASIADIFFERENTIAL0003", "secret_key": "s" * 100, "token": "FwoGZXIvYXdzE//+=/token+",
     "bucket": "temporary"},
]


class Connection:
    """One keep-alive connection of a worker; a server may end it after a refusal."""

    def __init__(self, port):
        self.port, self.socket, self.buffer = port, None, b""

    def ask(self, raw, head_only):
        if self.socket is None:
            self.socket, self.buffer = socket.create_connection(("127.0.0.1", self.port), timeout=20), b""
        try:
            self.socket.sendall(raw)
        except (BrokenPipeError, ConnectionResetError):
            pass  # an early answer may be there all the same
        return self.read(head_only)

    def read(self, head_only):
        head = self.until(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
        body = b"" if head_only or status == 204 or not length else self.take(int(length.group(1)))
        if re.search(rb"\r\nconnection: *close", head, re.I):
            self.socket.close()
            self.socket = None
        return status, body

    def until(self, mark):
        while mark not in self.buffer:
            self.more()
        head, _, self.buffer = self.buffer.partition(mark)
        return head

    def take(self, count):
        while len(self.buffer) < count:
            self.more()
        body, self.buffer = self.buffer[:count], self.buffer[count:]
        return body

    def more(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("the server ended the connection without an answer")
        self.buffer += piece


def make(seed, index, ports):
    rng = random.Random(f"{seed}:{index}")
    kind, maker = next((k, m) for k, upto, m in running_shares() if index % 100 < upto)
    port = ports[1 if kind == "compat" else 0]
    case = cases.Case(kind, rng, rng.choice(KEYS), port)
    maker(case)
    return case, port


def running_shares():
    upto = 0
    for kind, share, maker in SHARES:
        upto += share
        yield kind, upto, maker


def ask(connections, port, case):
    connection = connections.setdefault(port, Connection(port))
    status, body = connection.ask(case.wire(), case.method == "HEAD")
    code = re.search(rb"<Code>(\w+)</Code>", body)
    message = re.search(rb"<Message>(.*?)</Message>", body, re.S)
    return status, code.group(1).decode() if code else "", message.group(1).decode() if message else ""


def fault_of_good(case, status, code, message):
    if status not in PASSED or case.method == "PUT" and status != 200:
        return f"is good, but the answer is {status} {code}: {message}"
    return None


def fault_of_spoiled(case, status, code, message):
    refused = status in (400, 403) and (case.method == "HEAD" or code in REFUSALS | REFUSALS_OF.get(case.kind, set()))
    # Everybody may do everything here: that would be a refusal of permission, for an accepted signature.
    if refused and not (code == "AccessDenied" and message == "Access Denied"):
        return None
    return f"is spoiled, but the answer is {status} {code}: {message}"


def run(seed, indices, ports):
    """Plays the cases; answers the faults and how often each kind and mutation came."""
    cases.Clock.install()
    connections, faults, seen = {}, [], collections.Counter()
    for index in indices:
        case, port = make(seed, index, ports)
        seen[case.kind] += 1
        raw = case.wire()
        fault = fault_of_good(case, *ask(connections, port, case))
        if fault is None:
            mutation = mutations.spoil(case)
            seen[f"{case.kind}.{mutation}"] += 1
            raw = case.wire()
            fault = fault_of_spoiled(case, *ask(connections, port, case))
            fault = fault and f"({mutation}) {fault}"
        if fault:
            faults.append(f"--seed {seed} --only {index}: {case.kind} {fault}\n{raw[:3000]!r}")
            if len(faults) == 5:
                break
    return faults, seen


def credentials_file():
    file = tempfile.NamedTemporaryFile("w", suffix=".ini")
    for number, key in enumerate(KEYS):
        file.write(f"[{number}]\naws_access_key_id = {key['access_key']}\n")
        file.write(f"aws_secret_access_key = {key['secret_key']}\n")
        file.write(f"aws_session_token = {key['token']}\n" if "token" in key else "")
    file.flush()
    return file


def make_buckets(port):
    cases.Clock.install()
    for key in KEYS:
        case = cases.Case("v4_header", random.Random(0), key, port)
        made, signer = cases.v4_request(case, "PUT", case.bucket_path(), "", [(
            "Content-Type", "application/xml")], LOCATION, cases.botocore.auth.S3SigV4Auth)
        signer.add_auth(made)
        cases.take(case, made, LOCATION)
        answer = ask({}, port, case)
        assert answer[0] == 200, answer


LOCATION = (f"<CreateBucketConfiguration><LocationConstraint>{cases.REGION}</LocationConstraint>"
            "</CreateBucketConfiguration>").encode()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("pail")
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options.add_argument("--only", type=int)
    told = options.parse_args()
    print(f"seed {told.seed}", flush=True)
    with credentials_file() as keys:
        arguments = ["--now", "2026-03-01T12:00:00Z", "--region", cases.REGION, "--credentials", keys.name,
                     "--log-level", "off"]
        with pail_process.serve(told.pail, *arguments) as strict, \
                pail_process.serve(told.pail, *arguments, "--compat", "boto-v2") as lenient:
            ports = [int(server["endpoint"].rsplit(":", 1)[1]) for server in (strict, lenient)]
            for port in ports:
                make_buckets(port)
            sys.exit(play(told, ports))


def play(told, ports):
    everything = [told.only] if told.only is not None else range(told.count)
    faults, seen = [], collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(WORKERS) as pool:
        for found, counted in pool.map(run, [told.seed] * WORKERS, [everything[w::WORKERS] for w in range(WORKERS)],
                                       [ports] * WORKERS):
            faults += found
            seen += counted
    played = sum(seen[kind] for kind, _, _ in SHARES)
    print(*[f"{name}: {count}" for name, count in sorted(seen.items())], sep="\n")
    print(f"{played} requests let in, each refused when spoiled" if not faults else "\n\n".join(faults))
    return 1 if faults or played != len(everything) else 0


if __name__ == "__main__":
    main()
