"""Under --json every error is one JSON object on a line of standard error, also those that end a command before it has
begun; and lines that cannot be meant are refused before anything is done."""
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv[1]

# No server is asked: each is wrong by itself. With a part of the message.
WRONG = {
    "put": "paths is required", "put a": "a file and an s3:// URL are needed", "put a s3://b/k --part-size much": "--part-size",
    "put a s3://b/k --no-such-option": "--no-such-option", "get x": "not of the form s3://", "cp a b": "one side must be",
    "mv a": "a source and a target", "sync a b": "one side must be", "ls b": "not of the form s3://",
    "rm -r s3://b": "whole bucket", "mb s3://b/k": "names a key", "rb s3://b/k": "names a key", "stat b": "not of the form",
    "stat s3://b --version-id v": "--version-id is for one object",
    "stat s3://b/1 s3://b/2 --version-id v": "--version-id is for one object",
    "cat s3://b": "names a bucket", "cat s3://b/1 s3://b/2 --version-id v": "--version-id is for one object",
    "cat s3://b/* --version-id v": "--version-id is for one object",
    "cat s3://b/k --range all": "--range", "cat s3://b/k --range 5-2": "--range", "cat s3://b/k --range -": "--range",
    "presign s3://b/k --expires soon": "--expires", "post-policy --bucket b": "one of --key",
    "bench mixed --mix fly=1": "--mix", "bench get --duration 0s": "--duration", "bench put --size 6GiB": "--size",
    "bench get --size 5k..1k": "--size", "bench get --size 1k=0": "--size", "bench get --against fly": "--against",
    "bench get --csv --against v2": "--csv",
    "bench get --prepared": "--prepared", "bench get --save-against f": "--save-against", "bench fly": "job",
    "bench multipart --part-size 1MiB": "--part-size", "bench multipart --size 0": "--size", "bench compare a": "two files",
    "bench sign s3://b": "no server", "bench delete --objects 2 --rounds 3": "--objects", "bench get s3://a s3://b": "one URL",
    "ls s3://b --ca-file": "--ca-file",
}


class JsonErrors(unittest.TestCase):
    def run_pail(self, line):
        done = subprocess.run([PAIL, *line.split()], capture_output=True, text=True, timeout=30,
                              env=pail_process.clean_environment(HOME="/none", AWS_ENDPOINT_URL="http://127.0.0.1:1"))
        return done.returncode, done.stdout, done.stderr

    def test_a_wrong_line_is_told_as_json(self):
        for line, part in WRONG.items():
            with self.subTest(line):
                code, out, said = self.run_pail(f"{line} --json" if not line.endswith("--ca-file") else
                                                line.replace(" --ca-file", " --json --ca-file"))
                self.assertEqual((code, out), (2, ""), said)
                self.assertEqual(said.count("\n"), 1)
                error = json.loads(said)["error"]
                self.assertEqual((error["what"], error["code"]), (line.split()[0], "Usage"))
                self.assertIn(part, error["message"])

    def test_and_as_text_otherwise(self):
        for line, part in WRONG.items():
            with self.subTest(line):
                code, out, said = self.run_pail(line)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(part, said)
                self.assertNotIn('{"error"', said)

    def test_a_server_that_is_not_there_is_told_as_json(self):
        for line in ("ls", "ls s3://bucket", "stat s3://bucket", "stat s3://bucket/k", "cat s3://bucket/k", "mb s3://bucket",
                     "rb s3://bucket", "rb --force s3://bucket", "rm s3://bucket/k", "rm -r s3://bucket/", "put / s3://bucket/k",
                     "get s3://bucket/k /none/k", "cp s3://bucket/a s3://bucket/b", "mv s3://bucket/a s3://bucket/b",
                     "sync /none s3://bucket", "sync s3://bucket /none", "bench get"):
            with self.subTest(line):
                code, out, said = self.run_pail(f"{line} --json --retries 0")
                self.assertEqual((code, out), (1, ""))
                for text in said.splitlines():
                    self.assertEqual(set(json.loads(text)), {"error"})
                self.assertNotEqual(said, "")

    def test_a_bench_of_which_nothing_succeeded_has_failed_and_not_in_part(self):
        fault = json.dumps({"match": {"operation": "GetObject"}, "then": {"error": {"code": "AccessDenied"}}})
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            rules = pathlib.Path(folder, "rules.json")
            rules.write_text(f"[{fault}]")
            server = stack.enter_context(pail_process.serve(PAIL, "--log-level", "off", "--fault", str(rules)))
            for mix, expected in (("get=1", 1), ("get=1,put=1", 3)):
                done = subprocess.run([PAIL, "bench", "mixed", "--objects", "2", "--mix", mix, "--duration", "50ms", "--json",
                                       "--endpoint-url", server["endpoint"]], capture_output=True, timeout=30,
                                      env=pail_process.clean_environment(HOME=folder))
                self.assertEqual(done.returncode, expected, done.stderr)
                self.assertEqual(list(json.loads(done.stdout)["errors_by_code"]), ["AccessDenied"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
