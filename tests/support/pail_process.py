"""Starts `pail` as a user would, on a free port, and stops it again. Standard library only."""
import contextlib
import json
import os
import signal
import socket
import subprocess

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def clean_environment(**more):
    """The environment without any AWS or proxy setting of whoever runs the tests."""
    kept = {k: v for k, v in os.environ.items()
            if not k.upper().startswith(("AWS_", "PAIL_")) and not k.lower().endswith("_proxy")}
    return {**kept, **more}


def resolve_localhost_names():
    """localhost and the names below it are loopback (RFC 6761); SDKs and browsers know that. Python asks the C library,
    which does not know the names below, and on a bare Debian, without /etc/hosts, not even localhost."""
    resolve = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *rest, **more: resolve(
        "127.0.0.1" if f".{host}".endswith(".localhost") else host, *rest, **more)


@contextlib.contextmanager
def pail(executable, verb, *arguments, environment=None):
    """Runs `pail VERB ARGUMENTS --port 0 --ready json`; yields the ready line as a dict, with the process under
    "process". Leaving stops it by SIGTERM and checks that it ends with 0 by itself."""
    process = subprocess.Popen([executable, verb, "--port", "0", "--ready", "json", *arguments],
                               stdout=subprocess.PIPE, text=True, env=clean_environment(**(environment or {})))
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"pail {verb} ended with {process.wait()} before it was ready")
        yield {**json.loads(line), "process": process}
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            raise RuntimeError(f"pail {verb} did not stop on SIGTERM")
        process.stdout.close()
    if code != 0:
        raise RuntimeError(f"pail {verb} ended with {code}")


def serve(executable, *arguments, environment=None):
    return pail(executable, "serve", *arguments, environment=environment)
