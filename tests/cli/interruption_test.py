"""What SIGINT and SIGTERM do to the commands that talk to a server: nothing half done is left, the exit code says the
signal, a line says how to go on. A fault holds one answer back for good, and the signal is sent when the journal has
the request: so each story is the same in every run. The server judges no signature, so that its uploads can be listed
by a plain GET."""
import contextlib
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import pail_process

PAIL = sys.argv[1]
MIB = 1 << 20
BIG = random.Random(1).randbytes(24 * MIB)
FOR_GOOD = {"delay_ms": 600_000}
LEFT = "Nothing of the rest is left half done. With --resume large files go on where they were interrupted."


class Interruptions(unittest.TestCase):
    """A server, a bucket and a folder of its own for each test."""

    def setUp(self):
        self.server = self.enterContext(pail_process.serve(PAIL, "--log-level", "off", "--auth", "off"))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "big").write_bytes(BIG)
        self.environment = pail_process.clean_environment(HOME=str(self.folder / "home"),
                                                          AWS_ENDPOINT_URL=self.server["endpoint"])
        self.succeed("mb", "s3://bucket")

    def control(self, method, path, body=None):
        request = urllib.request.Request(f"{self.server['control']}worlds/default/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def hold(self, operation, skip=0):
        self.control("POST", "faults", {"match": {"operation": operation}, "when": {"skip": skip}, "then": FOR_GOOD})

    def wait_for(self, operation, count=1):
        self.control("POST", "journal/wait",
                     {"match": {"operation": operation}, "count": count, "timeout_ms": 30_000})

    def operations(self):
        return [entry["operation"] for entry in self.control("GET", "journal?limit=1000")["entries"]]

    def open_uploads(self):
        with urllib.request.urlopen(f"{self.server['endpoint']}/bucket?uploads") as answer:
            return answer.read().count(b"<Upload>")

    def succeed(self, *words):
        done = subprocess.run([PAIL, *words], cwd=self.folder, env=self.environment, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return done.stdout

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    @contextlib.contextmanager
    def started(self, *words, ignored=False):
        """The process; a shell in the background may have us ignore SIGINT, which children would inherit."""
        action = signal.SIG_IGN if ignored else signal.SIG_DFL
        process = subprocess.Popen([PAIL, *words], cwd=self.folder, env=self.environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, action))
        with process:
            try:
                yield process
            finally:
                process.kill()

    def end_of(self, process):
        """Its exit code and what it said; standard input stays open."""
        code = process.wait(timeout=30)
        return code, process.stdout.read().decode(), process.stderr.read().decode()

    def interrupt(self, *words, at, sent=signal.SIGINT, count=1):
        with self.started(*words) as process:
            self.wait_for(at, count)
            process.send_signal(sent)
            return self.end_of(process)

    def test_an_upload_takes_its_parts_off_the_server(self):
        self.hold("UploadPart", skip=2)
        ended = self.interrupt("put", "big", "s3://bucket/k", at="UploadPart", count=3)
        self.assertEqual(ended, (130, "", f"pail: put: interrupted, 0 done. {LEFT}\n"))
        self.assertEqual(self.open_uploads(), 0)
        self.assertEqual(self.operations().count("AbortMultipartUpload"), 1)
        self.assertEqual(self.files(), ["big"])

    def test_sigterm_is_another_code(self):
        self.hold("UploadPart")
        code, _, said = self.interrupt("cp", "big", "s3://bucket/k", at="UploadPart", sent=signal.SIGTERM)
        self.assertEqual((code, said), (143, f"pail: cp: interrupted, 0 done. {LEFT}\n"))
        self.assertEqual(self.open_uploads(), 0)

    def test_an_upload_with_resume_goes_on(self):
        self.hold("UploadPart", skip=2)
        line = ("put", "big", "s3://bucket/k", "--resume", "--part-size", "5MiB")
        code, _, said = self.interrupt(*line, at="UploadPart", count=5)
        self.assertEqual(code, 130)
        self.assertIn("The same line typed again goes on with large files where this one stopped.", said)
        self.assertEqual(self.open_uploads(), 1)
        self.assertNotIn("AbortMultipartUpload", self.operations())
        self.control("DELETE", "faults")
        self.control("DELETE", "journal")
        self.succeed(*line)
        self.assertLess(self.operations().count("UploadPart"), 5, "parts that were there are sent again")
        self.assertEqual(self.succeed("cat", "s3://bucket/k"), BIG)
        self.assertEqual(self.open_uploads(), 0)

    def test_an_upload_from_a_silent_pipe_ends(self):
        self.hold("UploadPart", skip=1)
        with self.started("put", "-", "s3://bucket/k") as process:
            process.stdin.write(BIG)
            process.stdin.flush()
            self.wait_for("UploadPart")
            process.send_signal(signal.SIGTERM)
            code, _, said = self.end_of(process)
        self.assertEqual((code, said), (143, f"pail: put: interrupted, 0 done. {LEFT}\n"))
        self.assertEqual(self.open_uploads(), 0)

    def test_a_download_leaves_no_file(self):
        self.succeed("put", "-q", "big", "s3://bucket/k")
        (self.folder / "old").write_text("what was there")
        self.hold("GetObject", skip=1)
        code, _, said = self.interrupt("get", "s3://bucket/k", "old", at="GetObject", count=2)
        self.assertEqual((code, said), (130, f"pail: get: interrupted, 0 done. {LEFT}\n"))
        self.assertEqual(self.files(), ["big", "old"])
        self.assertEqual((self.folder / "old").read_text(), "what was there")

    def test_a_download_with_resume_goes_on(self):
        self.succeed("put", "-q", "big", "s3://bucket/k")
        self.hold("GetObject", skip=2)
        line = ("get", "s3://bucket/k", "copy", "--resume", "--part-size", "5MiB")
        code, _, _ = self.interrupt(*line, at="GetObject", count=5)
        self.assertEqual(code, 130)
        self.assertIn("copy.pail-part", self.files())
        self.assertNotIn("copy", self.files())
        self.control("DELETE", "faults")
        self.succeed(*line)
        self.assertEqual((self.folder / "copy").read_bytes(), BIG)
        self.assertEqual(self.files(), ["big", "copy"])

    def test_of_several_files_those_done_stay_and_a_move_keeps_its_sources(self):
        (self.folder / "a").write_text("a")
        self.hold("PutObject", skip=1)
        (self.folder / "b").write_text("b")
        code, out, said = self.interrupt("mv", "a", "b", "s3://bucket", "--parallel", "1", at="PutObject", count=2)
        self.assertEqual((code, out), (130, "move: a to s3://bucket/a\n"))
        self.assertEqual(said, f"pail: mv: interrupted, 1 done. {LEFT}\n")
        self.assertEqual(self.files(), ["b", "big"])

    def test_a_sync_ends_its_uploads(self):
        self.hold("UploadPart")
        code, _, said = self.interrupt("sync", ".", "s3://bucket", at="UploadPart")
        self.assertEqual((code, said), (130, "pail: sync .: interrupted. The same line typed again does the rest.\n"))
        self.assertEqual(self.open_uploads(), 0)

    def test_a_bench_tells_its_result_so_far_and_deletes_what_it_stored(self):
        self.hold("GetObject", skip=3)
        code, out, said = self.interrupt("bench", "get", "--objects", "2", "--duration", "10m", "--concurrency", "1",
                                         "--json", at="GetObject", count=4)
        self.assertEqual(code, 130)
        result = json.loads(out)
        self.assertEqual((result["requests"], result["interrupted"]), (3, True))
        self.assertEqual(json.loads(said)["error"]["code"], "Cancelled")
        self.assertEqual(self.succeed("ls").count(b"\n"), 1, "the bucket of the bench is gone")

    def test_a_bench_that_is_interrupted_while_it_prepares_deletes_what_it_stored(self):
        self.hold("PutObject", skip=3)
        code, out, said = self.interrupt("bench", "get", "--objects", "9", at="PutObject", count=4, sent=signal.SIGTERM)
        self.assertEqual((code, out), (143, ""))
        self.assertRegex(said, r"\Apail: bench s3://\S+: interrupted\n\Z")
        self.assertEqual(self.succeed("ls").count(b"\n"), 1, "the bucket of the bench is gone")

    def test_a_bench_aborts_the_uploads_it_leaves(self):
        self.hold("UploadPart", skip=3)
        code, _, _ = self.interrupt("bench", "multipart", "s3://bucket/x", "--size", "6MiB", "--part-size", "5MiB", "--json",
                                    "--concurrency", "2", "--duration", "10m", at="UploadPart", count=4)
        self.assertEqual(code, 130)
        self.assertEqual((self.open_uploads(), self.succeed("ls", "-r", "s3://bucket")), (0, b""))

    def test_whatever_waits_for_an_answer_ends(self):
        self.succeed("put", "-q", "big", "s3://bucket/k")
        lines = {"ls": "ListBuckets", "ls s3://bucket": "ListObjectsV2", "stat s3://bucket/k": "HeadObject",
                 "cat s3://bucket/k": "HeadObject", "rm s3://bucket/k": "DeleteObject", "mb s3://other": "CreateBucket",
                 "rb s3://bucket": "DeleteBucket", "cp s3://bucket/k s3://bucket/c": "HeadObject"}
        for operation in set(lines.values()):
            self.hold(operation)
        for line, operation in lines.items():
            with self.subTest(line):
                self.control("DELETE", "journal")
                code, out, said = self.interrupt(*line.split(), "--json", at=operation)
                self.assertEqual((code, out), (130, ""))
                error = json.loads(said)["error"]
                self.assertEqual(error["code"], "Cancelled")
                self.assertTrue(error["message"].startswith("interrupted"), error)

    def test_an_upload_that_cannot_be_aborted_is_told(self):
        self.hold("UploadPart")
        self.control("POST", "faults", {"match": {"operation": "AbortMultipartUpload"},
                                        "then": {"error": {"code": "AccessDenied"}}})
        code, _, said = self.interrupt("put", "big", "s3://bucket/k", at="UploadPart")
        self.assertEqual(code, 130)
        self.assertRegex(said, r"\Apail: put s3://bucket/k: .*\nIts parts are still on the server: upload \S+ .*\n")
        self.assertNotIn("Nothing of the rest", said)
        self.assertEqual(self.open_uploads(), 1)

    def test_a_second_signal_ends_at_once(self):
        self.hold("UploadPart")
        self.hold("AbortMultipartUpload")
        with self.started("put", "big", "s3://bucket/k") as process:
            self.wait_for("UploadPart")
            process.send_signal(signal.SIGINT)
            self.wait_for("AbortMultipartUpload")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(self.end_of(process), (-signal.SIGTERM, "", ""))

    def test_a_signal_that_is_ignored_stays_ignored(self):
        self.hold("UploadPart")
        with self.started("put", "big", "s3://bucket/k", ignored=True) as process:
            self.wait_for("UploadPart")
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(self.end_of(process)[0], 143)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
