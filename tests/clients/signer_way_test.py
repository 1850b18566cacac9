"""The way of `pail signer` to S3 and STS for requests of its own: proxies, trust and patience by environment and options."""
import contextlib
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

import pail_process

PAIL = sys.argv.pop(1)
TLS = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "tls"
CA = str(TLS / "ca.crt")
TOKEN = "a-token-of-the-tests"
HOST = "s3.pail.test"  # no resolver knows it: only a proxy can reach it
POLICY = {"callers": [{"name": "web", "token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}],
          "rules": [{"name": "photos", "callers": ["web"], "may": ["multipart", "upload", "credentials", "PUT"],
                     "buckets": ["photos"], "key": "users/{caller}/{path}"}]}


class Proxy(http.server.BaseHTTPRequestHandler):
    """Carries requests for HOST on to the server at `port`; `seen` has what was asked, and with which authorization."""
    protocol_version = "HTTP/1.1"

    def carry(self):
        to = urllib.parse.urlsplit(self.path)
        self.server.seen.append((self.command, to.netloc, to.path, self.headers.get("Proxy-Authorization")))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        onward = http.client.HTTPConnection("127.0.0.1", self.server.port)
        headers = {name: value for name, value in self.headers.items() if not name.lower().startswith("proxy-")}
        onward.request(self.command, self.path[self.path.index(to.netloc) + len(to.netloc):], body, headers)
        answer = onward.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        onward.close()

    do_PUT = do_POST = do_GET = do_DELETE = do_HEAD = carry

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def proxy(port):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        server.daemon_threads = True
        server.port, server.seen = port, []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def port_of(server):
    return int(server["endpoint"].rsplit(":", 1)[1])


class Way(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.policy = os.path.join(self.folder, "policy.json")
        with open(self.policy, "w") as file:
            json.dump(POLICY, file)

    def start_s3(self, *options):
        seed = os.path.join(self.folder, "seed.json")
        with open(seed, "w") as file:
            json.dump({"buckets": [{"name": "photos"}]}, file)
        self.s3 = self.enterContext(pail_process.serve(PAIL, "--quiet", "--seed", seed, *options))
        return self.s3

    def start(self, endpoint, *options, **environment):
        self.signer = self.enterContext(pail_process.pail(
            PAIL, "signer", "--quiet", "--policy", self.policy, "--endpoint", endpoint, *options, environment={
                "AWS_ACCESS_KEY_ID": self.s3["access_key"], "AWS_SECRET_ACCESS_KEY": self.s3["secret_key"], "HOME": self.folder,
                **environment}))

    def ask(self, path, data):
        done = subprocess.run(["curl", "-sS", "-H", f"Authorization: Bearer {TOKEN}", "-H", "Content-Type: text/plain",
                               "--data-binary", "@-", "-w", "\n%{http_code}", f"{self.signer['endpoint']}/{path}"],
                              input=data, capture_output=True, check=True, env=pail_process.clean_environment())
        body, _, status = done.stdout.rpartition(b"\n")
        return int(status), json.loads(body)

    def upload(self):
        return self.ask("upload?filename=a.txt", b"hello")[0]


class Proxies(Way):
    def setUp(self):
        super().setUp()
        port = port_of(self.start_s3("--domain", HOST))
        self.proxy = self.enterContext(proxy(port))
        self.at = f"127.0.0.1:{self.proxy.server_address[1]}"
        self.endpoint = f"http://{HOST}:{port}"

    def check_everything_goes_by_the_proxy(self):
        for path, question in (("upload?filename=a.txt", b"hello"), ("credentials", b"{}"),
                               ("multipart", b'{"filename":"b","size":5}')):
            with self.subTest(path):
                before = len(self.proxy.seen)
                status, answer = self.ask(path, question)
                self.assertEqual(status, 200, answer)
                self.assertGreater(len(self.proxy.seen), before)
        upload = {"key": answer["key"], "upload_id": answer["upload_id"]}
        for path in ("complete", "abort"):
            before = len(self.proxy.seen)
            self.ask(path, json.dumps(upload).encode())
            self.assertGreater(len(self.proxy.seen), before, path)
        self.assertTrue(all(host.split(":")[0].endswith(HOST) for _, host, _, _ in self.proxy.seen), self.proxy.seen)

    def test_of_the_environment(self):
        for name in ("http_proxy", "HTTP_PROXY"):
            with self.subTest(name):
                self.start(self.endpoint, **{name: f"http://{self.at}"})
                self.check_everything_goes_by_the_proxy()

    def test_of_the_option_which_beats_the_environment(self):
        self.start(self.endpoint, "--proxy", f"http://user:pass@{self.at}", http_proxy="http://127.0.0.1:1")
        self.check_everything_goes_by_the_proxy()
        self.assertEqual({seen[3] for seen in self.proxy.seen}, {"Basic dXNlcjpwYXNz"})

    def test_hosts_of_no_proxy_are_asked_directly(self):
        self.start(self.endpoint, "--retries", "0", http_proxy=f"http://{self.at}", no_proxy=f"other.test,{HOST}")
        self.assertEqual(self.upload(), 503, "nobody else reaches that name")
        self.assertEqual(self.proxy.seen, [])


class Trust(Way):
    def setUp(self):
        super().setUp()
        self.start_s3("--tls-cert", str(TLS / "server.crt"), "--tls-key", str(TLS / "server.key"))

    def test_strange_certificates_are_refused(self):
        self.start(self.s3["endpoint"], "--retries", "0")
        self.assertEqual(self.upload(), 503)

    def test_is_had_by_environment_or_option(self):
        for options, environment in (([], {"AWS_CA_BUNDLE": CA}), (["--ca-file", CA], {}), (["--no-verify-tls"], {}),
                                     (["--ca-file", CA], {"AWS_CA_BUNDLE": "/no/such/file"})):
            with self.subTest(options=options, environment=environment):
                self.start(self.s3["endpoint"], "--retries", "0", *options, **environment)
                self.assertEqual(self.upload(), 200)
                self.assertEqual(self.ask("credentials", b"{}")[0], 200)


class Patience(Way):
    def test_how_often_is_said_by_environment_or_option(self):
        fault = os.path.join(self.folder, "fault.json")
        with open(fault, "w") as file:
            json.dump({"match": {"operation": "PutObject"}, "when": {"times": 1}, "then": {"error": "SlowDown"}}, file)
        for options, environment, status in (([], {}, 200), (["--retries", "0"], {}, 503), ([], {"AWS_MAX_ATTEMPTS": "1"}, 503),
                                             (["--retries", "1"], {"AWS_MAX_ATTEMPTS": "1"}, 200)):
            with self.subTest(options=options, environment=environment):
                self.start(self.start_s3("--fault", fault)["endpoint"], *options, **environment)
                self.assertEqual(self.upload(), status)

    def test_what_cannot_be_read_is_named_before_it_serves(self):
        for options, environment, word in ((["--connect-timeout", "soon"], {}, "--connect-timeout"),
                                           ([], {"AWS_MAX_ATTEMPTS": "many"}, "AWS_MAX_ATTEMPTS"),
                                           ([], {"http_proxy": "socks5://user:hidden@127.0.0.1:1"}, "http_proxy")):
            with self.subTest(word):
                done = subprocess.run([PAIL, "signer", "--port", "0", "--policy", self.policy, *options], capture_output=True,
                                      text=True, timeout=60, env=pail_process.clean_environment(
                                          AWS_ACCESS_KEY_ID="id", AWS_SECRET_ACCESS_KEY="secret", HOME=self.folder, **environment))
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertNotIn("hidden", done.stderr)

    def test_endpoints_of_the_environment_are_for_clients(self):
        self.start_s3()
        self.start(self.s3["endpoint"], AWS_ENDPOINT_URL="http://127.0.0.1:1", AWS_REGION="moon-1")
        self.assertEqual(self.upload(), 200)


unittest.main()
