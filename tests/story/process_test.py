"""`pail` as a process: what it prints, its exit codes, how it starts and how it stops."""
import contextlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from email.utils import formatdate

import pail_process
import parties

PAIL, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])
PUBLIC = (pail_process.ACCESS_KEY, pail_process.SECRET_KEY)
SIGNER_KEYS = {"PAIL_ACCESS_KEY": "AKIDEXAMPLE", "PAIL_SECRET_KEY": "my_s3_secret"}


def owner(method, resource, access_key=PUBLIC[0], secret=PUBLIC[1]):
    return parties.v2_headers(method, resource, formatdate(usegmt=True), access_key, secret)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def file(self, text, name="keys.ini"):
        path = self.folder / name
        path.write_text(text)
        return str(path)


class Calling(Folder):
    def test_version(self):
        for arguments in (["version"], ["--version"]):
            code, output, _ = parties.run(PAIL, *arguments)
            self.assertEqual(code, 0)
            self.assertRegex(output, r"^pail \d+\.\d+\.\d+\n$")

    def test_help_has_examples_and_the_exit_codes(self):
        code, output, _ = parties.run(PAIL, "--help")
        self.assertEqual(code, 0)
        self.assertIn("Exit codes: 0 done, 1 failed, 2 called wrongly, 3 done in part, 4 not there, "
                      "130 interrupted, 143 terminated.", " ".join(output.split()))
        for command in ("serve", "signer", "put", "get", "ls", "rm", "sign", "presign", "version"):
            self.assertRegex(output, rf"(?m)^  {command} ")
        for command in ("serve", "signer"):
            code, output, _ = parties.run(PAIL, command, "--help")
            self.assertEqual(code, 0)
            self.assertIn("Example", output)

    def test_calling_it_wrongly_is_exit_code_2_with_the_reason(self):
        signer = ["signer", "--bucket", "photos"]
        for arguments, environment, reason in [
            ([], {}, "pail serve  "),
            (["bake"], {}, "bake"),
            (["serve", "--port", "70000"], {}, "port"),
            (["serve", "--port", "-1"], {}, "port"),
            (["serve", "--threads", "0"], {}, "threads"),
            (["serve", "--ready", "xml"], {}, "ready"),
            (["serve", "--log-level", "loud"], {}, "log-level"),
            (["serve", "--now", "yesterday"], {}, "not a date: 'yesterday'"),
            (["serve", "--clock-offset", "soon"], {}, "clock-offset"),
            (["serve", "--host", "example.com", "--port", "0"], {}, "example.com"),
            (["serve", "--credentials", "/nowhere/keys"], {}, "cannot open the credentials file '/nowhere/keys'"),
            (["serve"], {"PAIL_ACCESS_KEY": "AKID"}, "PAIL_SECRET_KEY is not set"),
            (["serve"], {"PAIL_SECRET_KEY": "s"}, "PAIL_ACCESS_KEY is not set"),
            (["signer"], SIGNER_KEYS, "--bucket"),
            (["signer", "--bucket", "No/Bucket"], SIGNER_KEYS, "no bucket can have the name"),
            (signer, {}, "no key to sign with"),
            (signer, {"AWS_ACCESS_KEY_ID": "AKID"}, "AWS_SECRET_ACCESS_KEY is not set"),
            ([*signer, "--endpoint", "s3.localhost"], SIGNER_KEYS, "--endpoint"),
            ([*signer, "--endpoint", "http://s3.localhost/path"], SIGNER_KEYS, "--endpoint"),
        ]:
            with self.subTest(arguments=arguments, environment=environment):
                code, output, errors = parties.run(PAIL, *arguments, environment=environment)
                self.assertEqual((code, output), (2, ""))
                self.assertIn(reason, errors)

    def test_operations_are_listed_without_a_server(self):
        code, output, _ = parties.run(PAIL, "serve", "--operations")
        self.assertEqual(code, 0)
        for row in (r"^PutObject +PUT +/BUCKET/KEY +s3:PutObject$", r"^ListBuckets +GET +/ +s3:ListAllMyBuckets$",
                    r"^GetBucketLocation +GET +/BUCKET\?location +s3:GetBucketLocation$"):
            self.assertRegex(output, re.compile(row, re.M))


class Keys(Folder):
    def test_every_section_of_a_credentials_file_is_an_identity_and_the_first_is_told(self):
        path = self.file("# ours\n[one]\naws_access_key_id = AKIDONE\naws_secret_access_key=first/secret+  ; a remark\n"
                         "region = eu-west-1\n\n[two]\naws_access_key_id=AKIDTWO\naws_secret_access_key = second\n")
        with parties.running(PAIL, "serve", "--credentials", path) as s3:
            self.assertEqual((s3.ready["access_key"], s3.ready["secret_key"]), ("AKIDONE", "first/secret+"))
            url = s3.ready["endpoint"] + "/"
            for access_key, secret, status in [("AKIDONE", "first/secret+", 200), ("AKIDTWO", "second", 200),
                                               ("AKIDTWO", "first/secret+", 403), (*PUBLIC, 403)]:
                with self.subTest(access_key):
                    self.assertEqual(parties.curl(url, *owner("GET", "/", access_key, secret))[0], status)

    def test_a_fault_in_the_file_is_told_by_line_and_never_by_its_text(self):
        whole = "[a]\naws_access_key_id = AKID\naws_secret_access_key = hushhush\n"
        for text, line, reason in [
            ("", 0, "no identity in this file"),
            ("# nothing\n", 1, "no identity in this file"),
            ("[a]\naws_access_key_id = AKID\nhushhush\n", 3, "expected name = value"),
            ("aws_access_key_id = AKID\n" + whole, 1, "expected a [section] first"),
            ("[a\n", 1, "a section is written [name]"),
            ("\n[a]\naws_access_key_id = AKID\n", 2, "aws_secret_access_key is missing"),
            ("[a]\naws_secret_access_key = hushhush\n" + whole, 1, "aws_access_key_id is missing"),
            (whole + whole, 4, "this aws_access_key_id stands in an earlier section too"),
        ]:
            with self.subTest(text):
                path = self.file(text)
                code, output, errors = parties.run(PAIL, "serve", "--credentials", path)
                self.assertEqual((code, output, errors), (2, "", f"pail: {path}:{line}: {reason}\n"))

    def test_a_signer_has_one_key(self):
        path = self.file("[a]\naws_access_key_id = A\naws_secret_access_key = s\n"
                         "[b]\naws_access_key_id = B\naws_secret_access_key = s\n")
        code, _, errors = parties.run(PAIL, "signer", "--bucket", "photos", "--credentials", path)
        self.assertEqual(code, 2)
        self.assertIn("must hold one identity", errors)

    def test_the_environments_order(self):
        aws = {"AWS_ACCESS_KEY_ID": "AKIDAWS", "AWS_SECRET_ACCESS_KEY": "aws", "AWS_SESSION_TOKEN": "token"}
        for environment, access_key in [(aws, "AKIDAWS"), ({**aws, **SIGNER_KEYS}, "AKIDEXAMPLE")]:
            with parties.running(PAIL, "signer", "--bucket", "photos", environment=environment) as signer:
                self.assertEqual(signer.ready["access_key"], access_key)
        with parties.running(PAIL, "serve", environment=aws) as s3:
            self.assertEqual(s3.ready["access_key"], PUBLIC[0], "`serve` does not take the keys of the real S3")


class Serving(Folder):
    def test_the_ready_line_is_all_there_is_on_stdout(self):
        with parties.running(PAIL, "serve", "--region", "eu-west-1") as s3:
            self.assertEqual(list(s3.ready.items()), [
                ("event", "listening"), ("endpoint", f"http://127.0.0.1:{s3.port}"),
                ("control", f"http://127.0.0.1:{s3.port}/_pail/v1/"), ("access_key", PUBLIC[0]),
                ("secret_key", PUBLIC[1]), ("region", "eu-west-1")])
            self.assertEqual(parties.curl(s3.ready["endpoint"] + "/", *owner("GET", "/"))[0], 200)
        self.assertEqual(s3.output.count("\n"), 1)

    def test_the_signers_ready_line_tells_everything_but_the_secret(self):
        with parties.running(PAIL, "signer", "--bucket", "photos", "--endpoint", "http://s3.localhost:80/",
                             environment=SIGNER_KEYS) as signer:
            self.assertEqual(list(signer.ready.items()), [
                ("event", "listening"), ("endpoint", f"http://127.0.0.1:{signer.port}"), ("access_key", "AKIDEXAMPLE"),
                ("bucket", "photos"), ("s3_endpoint", "http://s3.localhost"), ("region", "us-east-1")])

    def test_the_two_lines_to_paste_work(self):
        with contextlib.closing(Greeted("serve")) as s3:
            lines = [line.strip() for line in s3.greeting.splitlines()]
            curl = next(line for line in lines if line.startswith("curl "))
            aws = next(line for line in lines if " aws --endpoint-url " in line)
            run = dict(shell=True, capture_output=True, text=True, env=pail_process.clean_environment())
            made = subprocess.run(aws, **run)
            self.assertEqual(made.returncode, 0, made)
            listed = subprocess.run(curl, **run)
            self.assertIn("<Name>my-bucket</Name>", listed.stdout)
            for told in (s3.endpoint, *PUBLIC, "us-east-1"):
                self.assertIn(told, s3.greeting)

    def test_an_ipv6_endpoint_is_a_url(self):
        interfaces = pathlib.Path("/proc/net/if_inet6")
        if not interfaces.exists() or " lo" not in interfaces.read_text():  # a container without IPv6
            code, _, errors = parties.run(PAIL, "serve", "--host", "::1", "--port", "0")
            self.assertEqual(code, 1)
            return self.assertIn("cannot listen on ::1", errors)
        with parties.running(PAIL, "serve", "--host", "::1") as s3:
            self.assertEqual(s3.ready["endpoint"], f"http://[::1]:{s3.port}")
            self.assertEqual(parties.curl(s3.ready["endpoint"] + "/", *owner("GET", "/"))[0], 200)

    def test_a_taken_port_is_told(self):
        with parties.running(PAIL, "serve") as first:
            for command, environment in (["serve"], {}), (["signer", "--bucket", "photos"], SIGNER_KEYS):
                with self.subTest(command):
                    code, output, errors = parties.run(PAIL, *command, "--port", str(first.port), environment=environment)
                    self.assertEqual((code, output), (1, ""))
                    self.assertIn(f"cannot listen on 127.0.0.1 port {first.port}", errors)

    def test_a_request_is_one_line_on_stderr_without_signature_or_secret(self):
        with parties.running(PAIL, "serve") as s3:
            signed = owner("GET", "/")
            parties.curl(s3.ready["endpoint"] + "/", *signed)
            parties.curl(s3.ready["endpoint"] + "/b/k?AWSAccessKeyId=AKID&Expires=1&Signature=c2lnbmF0dXJl")
        self.assertRegex(s3.said(), r"(?m)^\d{4}-\d\d-\d\dT[\d:.]+Z info 127\.0\.0\.1 GET / 200 ListBuckets - " + PUBLIC[0])
        self.assertRegex(s3.said(), r"(?m) GET /b/k\S* 403 \S+ AccessDenied ")
        logged = s3.said().replace(s3.output, "")
        for hidden in (PUBLIC[1], signed[3].rsplit(":", 1)[1], "c2lnbmF0dXJl"):
            self.assertNotIn(hidden, logged)

    def test_quiet_says_nothing_but_that_it_is_ready(self):
        with parties.running(PAIL, "serve", "--quiet") as s3:
            parties.curl(s3.ready["endpoint"] + "/", *owner("GET", "/"))
        self.assertEqual(s3.said(), s3.output)

    def test_further_domains_take_buckets_in_front(self):
        with parties.running(PAIL, "serve", "--domain", "s3.example", "--domain", "Other.Example") as s3:
            for host in ("photos.s3.example", "photos.other.example"):
                with self.subTest(host):
                    made = parties.curl(s3.ready["endpoint"] + "/", "-X", "PUT", "-H", f"Host: {host}", *owner("PUT", "/photos/"))
                    self.assertEqual(made[0], 200, made)

    def test_the_clock_may_be_shifted(self):
        with parties.running(PAIL, "serve", "--clock-offset", "-1000") as s3:
            status, body = parties.curl(s3.ready["endpoint"] + "/", *owner("GET", "/"))
            self.assertEqual((status, parties.error_elements(body)["Code"]), (403, "RequestTimeTooSkewed"))


class Greeted:
    """`pail serve` as a person starts it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PAIL, *arguments, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env=pail_process.clean_environment())
        lines = []
        while not lines or not lines[-1].startswith("Ctrl-C"):
            lines.append(self.process.stdout.readline())
            if not lines[-1]:
                raise AssertionError(f"no greeting: {lines}")
        self.greeting = "".join(lines)
        self.endpoint = re.search(r"endpoint +(\S+)", self.greeting)[1]

    def close(self):
        self.process.terminate()
        self.process.communicate(timeout=parties.STOP_SECONDS_MAX)


class Stopping(unittest.TestCase):
    def begin(self, s3):
        """Half of an upload of 8 bytes."""
        made = parties.curl(f"{s3.ready['endpoint']}/photos", "-X", "PUT", *owner("PUT", "/photos"))
        self.assertEqual(made[0], 200, made)
        phone = self.enterContext(socket.create_connection(("127.0.0.1", s3.port), timeout=60))
        fields = [field for field in owner("PUT", "/photos/k") if field != "-H"]
        head = ["PUT /photos/k HTTP/1.1", f"Host: 127.0.0.1:{s3.port}", "Content-Length: 8", "Expect: 100-continue", *fields]
        phone.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        self.assertEqual(phone.recv(4096).split(b"\r\n")[0], b"HTTP/1.1 100 Continue")
        phone.sendall(b"half")
        return phone

    def wait_until_refused(self, port):
        """The listeners are closed: the signal has been taken."""
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=60).close()
            except ConnectionResetError:  # a listener went with this connection in its queue
                continue
            except ConnectionRefusedError:
                return

    def test_both_signals_stop_it_at_once_with_exit_code_0(self):
        for by in (signal.SIGTERM, signal.SIGINT):
            for command, environment in (["serve"], {}), (["signer", "--bucket", "photos"], SIGNER_KEYS):
                with self.subTest(command=command, by=by):
                    party = parties.Pail(PAIL, *command, "--port", "0", "--ready", "json", environment=environment)
                    self.assertEqual(party.stop(by), 0)

    def test_an_upload_under_way_may_finish(self):
        with parties.running(PAIL, "serve") as s3:
            phone = self.begin(s3)
            s3.process.send_signal(signal.SIGTERM)
            self.wait_until_refused(s3.port)
            phone.sendall(b"full")
            self.assertEqual(phone.recv(4096).split(b"\r\n")[0], b"HTTP/1.1 200 OK")
            self.assertEqual(s3.wait(), 0)

    def test_an_upload_that_stalls_does_not_keep_it(self):
        with parties.running(PAIL, "serve") as s3:
            self.begin(s3)
            self.assertEqual(s3.stop(), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
