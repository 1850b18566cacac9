"""The commands against any S3: the server of the environment (AWS_ENDPOINT_URL and keys, see scripts/radosgw.sh), or a
`pail serve` of its own."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid

import pail_process

PAIL = os.path.abspath(sys.argv.pop(1))
MEBI = 1024 * 1024
SERVER = {name: os.environ[name] for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
          if name in os.environ}


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.environment = SERVER
        if "AWS_ENDPOINT_URL" not in SERVER:
            server = self.enterContext(pail_process.serve(PAIL, "--log-level", "off"))
            self.environment = {"AWS_ENDPOINT_URL": server["endpoint"], "AWS_ACCESS_KEY_ID": server["access_key"],
                                "AWS_SECRET_ACCESS_KEY": server["secret_key"]}
        self.bucket = f"s3://cli-{uuid.uuid4()}"
        self.ok("mb", self.bucket)

    def run_pail(self, *arguments, data=None):
        return subprocess.run([PAIL, *arguments], input=data, capture_output=True, cwd=self.folder, timeout=120,
                              env=pail_process.clean_environment(HOME=str(self.folder), **self.environment))

    def ok(self, *arguments, data=None):
        done = self.run_pail(*arguments, data=data)
        self.assertEqual((done.returncode, done.stderr), (0, b""), arguments)
        return done.stdout

    def keys(self, url):
        return [json.loads(line)["key"] for line in self.ok("ls", "--recursive", "--json", url).splitlines()]

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)

    def test_a_file_goes_there_and_back(self):
        for size in (0, 1, 20 * MEBI + 3):
            with self.subTest(size):
                content = os.urandom(size)
                self.ok("put", self.file("up", content), f"{self.bucket}/a b/c+d.bin")
                self.assertEqual(self.ok("cat", f"{self.bucket}/a b/c+d.bin"), content)
                self.ok("get", f"{self.bucket}/a b/c+d.bin", "down")
                self.assertEqual((self.folder / "down").read_bytes(), content)
        self.ok("rm", f"{self.bucket}/a b/c+d.bin")
        missing = self.run_pail("get", f"{self.bucket}/a b/c+d.bin", "-")
        self.assertIn(b"NoSuchKey", missing.stderr)
        self.assertNotEqual(missing.returncode, 0)

    def test_standard_input_of_unknown_length(self):
        content = os.urandom(18 * MEBI)
        self.ok("put", "-", f"{self.bucket}/stream", data=content)
        self.assertEqual(self.ok("get", f"{self.bucket}/stream", "-"), content)

    def test_copies_and_moves_on_the_server(self):
        self.ok("put", self.file("x", b"1"), f"{self.bucket}/x")
        self.ok("cp", f"{self.bucket}/x", f"{self.bucket}/copy")
        self.ok("mv", f"{self.bucket}/x", f"{self.bucket}/moved")
        self.assertEqual(self.keys(self.bucket), ["copy", "moved"])

    def test_a_tree_is_synced_both_ways(self):
        for i in range(30):
            self.file(f"tree/{i % 3}/{i}", os.urandom(100))
        self.ok("sync", "tree", f"{self.bucket}/backup")
        self.assertEqual(len(self.keys(f"{self.bucket}/backup/")), 30)
        (self.folder / "tree/0/0").unlink()
        self.ok("sync", "--delete", "tree", f"{self.bucket}/backup")
        self.assertEqual(len(self.keys(f"{self.bucket}/backup/")), 29)
        self.ok("sync", f"{self.bucket}/backup", "copy")
        for path in (p for p in (self.folder / "tree").rglob("*") if p.is_file()):
            self.assertEqual((self.folder / "copy" / path.relative_to(self.folder / "tree")).read_bytes(), path.read_bytes())

    def test_a_bucket_is_removed_with_what_is_in_it(self):
        for i in range(3):
            self.ok("put", self.file("x", b"1"), f"{self.bucket}/{i}")
        refused = self.run_pail("rb", self.bucket)
        self.assertIn(b"BucketNotEmpty", refused.stderr)
        self.ok("rb", "--force", self.bucket)
        self.assertIn(b"NoSuchBucket", self.run_pail("ls", self.bucket).stderr)


if __name__ == "__main__":
    unittest.main()
