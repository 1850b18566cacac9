"""Fills a server with many objects: signed requests in a pipeline, many on their way at once, each answer looked at."""
import re
import socket
import subprocess

from .load import request_command

AT_ONCE = 64  # requests on their way
HEAD = re.compile(rb"HTTP/1\.1 (\d{3})[^\r]*\r\n(.*?)\r\n\r\n", re.S)


def count_answers(buffer):
    """How many whole answers without a body `buffer` begins with, and what is left of it. An answer that is no success raises."""
    count = end = 0
    while found := HEAD.match(buffer, end):
        if not found[1].startswith(b"2"):
            raise RuntimeError(f"a server answers to a request that prepares the bench: {buffer[end:end + 600].decode(errors='replace')}")
        count, end = count + 1, found.end()
    return count, buffer[end:]


def lengths_and_requests(stream):
    while length := stream.read(8):
        yield stream.read(int(length, 16))


def send(host, requests):
    """All of them over one connection; their answers must have no body."""
    address, port = host.rsplit(":", 1)
    with socket.create_connection((address, int(port)), 60) as connection:
        rest, waiting = b"", 0
        batch = []
        for request in requests:
            batch.append(request)
            if len(batch) == AT_ONCE:
                connection.sendall(b"".join(batch))
                waiting, batch = waiting + len(batch), []
                while waiting > 0:
                    waiting, rest = take(connection, waiting, rest)
        connection.sendall(b"".join(batch))
        waiting = len(batch)
        while waiting > 0:
            waiting, rest = take(connection, waiting, rest)


def take(connection, waiting, rest):
    piece = connection.recv(1 << 16)
    if not piece:
        raise RuntimeError("a server closed the connection that fills it")
    count, rest = count_answers(rest + piece)
    return waiting - count, rest


def fill(tool, server, keys, body_bytes, **wanted):
    """PUTs of `keys` objects; the bucket has to be there. Nothing of it is kept in a file."""
    command = request_command(tool, server.host, method="PUT", keys=keys, body_bytes=body_bytes, **wanted)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as requests:
        send(server.host, lengths_and_requests(requests.stdout))
    if requests.returncode:
        raise RuntimeError("pail_requests failed")
