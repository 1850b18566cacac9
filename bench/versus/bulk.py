"""Large bodies. wrk reads in pieces of 8 KiB, and would be what is measured: these connections take and give a MiB at a time,
each in a thread of its own."""
import socket
import threading
import time

PIECE = 1 << 20


class Connection:
    def __init__(self, host, request):
        address, port = host.rsplit(":", 1)
        self.socket = socket.create_connection((address, int(port)), 120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = memoryview(request)
        self.buffer = bytearray(PIECE)
        self.requests = self.bytes = 0

    def exchange(self, keep=None):
        """Returns status and headers; the body goes to `keep`, if given."""
        self.socket.sendall(self.request)
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.socket.recv(1 << 16)
            if not piece:
                raise RuntimeError("a server closed a connection under a large body")
            head += piece
        head, body = head.split(b"\r\n\r\n", 1)
        status, headers = parse_head(head)
        length = int(headers.get("content-length", 0))
        if keep:
            keep(body)
        self.drain(length - len(body), keep)
        self.requests += 1
        self.bytes += max(length, len(self.request))
        return status, headers

    def drain(self, left, keep):
        while left > 0:
            got = self.socket.recv_into(self.buffer, min(left, PIECE))
            if not got:
                raise RuntimeError("a server closed a connection in a large body")
            if keep:
                keep(self.buffer[:got])
            left -= got

    def close(self):
        self.socket.close()


def parse_head(head):
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(":", 1) for line in lines[1:])
    return int(lines[0].split(" ")[1]), {name.lower(): value.strip() for name, value in headers.items()}


def drive(host, requests, seconds, least=1):
    """One connection for each of `requests`, over and over for so long and `least` times at least; what is under way is finished.
    As wrk says it."""
    connections = [Connection(host, request) for request in requests]
    refused, faults = [], []
    until = time.monotonic() + seconds

    def work(connection):
        try:
            while time.monotonic() < until or connection.requests < least:
                if connection.exchange()[0] != 200:
                    refused.append(1)
        except (OSError, RuntimeError) as fault:
            faults.append(fault)
    threads = [threading.Thread(target=work, args=(each,)) for each in connections]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begin
    for connection in connections:
        connection.close()
    return {"requests": sum(each.requests for each in connections), "refused": len(refused), "broken": len(faults),
            "bytes": sum(each.bytes for each in connections), "microseconds": took * 1e6}
