"""s3cmd of Debian, in both signature versions."""
import os
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import urlsplit

import pail_process

PAIL = sys.argv.pop(1)


class S3cmd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())

    def s3cmd(self, *arguments, version):
        host = urlsplit(self.server["endpoint"]).netloc
        done = subprocess.run(
            ["/usr/bin/s3cmd", "--config", "/dev/null", "--access_key", self.server["access_key"], "--secret_key",
             self.server["secret_key"], "--host", host, "--host-bucket", host, "--no-ssl", "--region",
             self.server["region"], *(["--signature-v2"] if version == 2 else []), *arguments],
            capture_output=True, text=True, env=pail_process.clean_environment(HOME=self.folder))
        self.assertEqual(done.returncode, 0, f"s3cmd {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def round(self, bucket, version):
        body = os.urandom(200_000)
        path = os.path.join(self.folder, "photo.jpg")
        with open(path, "wb") as out:
            out.write(body)
        run = lambda *arguments: self.s3cmd(*arguments, version=version)
        run("mb", f"s3://{bucket}")
        run("put", path, f"s3://{bucket}/photos/photo one.jpg")
        self.assertIn(f"s3://{bucket}/photos/photo one.jpg", run("ls", "--recursive", f"s3://{bucket}"))
        self.assertIn("DIR", run("ls", f"s3://{bucket}"))
        back = os.path.join(self.folder, f"back-{bucket}")
        run("get", f"s3://{bucket}/photos/photo one.jpg", back)
        with open(back, "rb") as got:
            self.assertEqual(got.read(), body)
        # --continue asks for the range behind what is there already.
        with open(back, "r+b") as half:
            half.truncate(100_000)
        run("get", "--continue", f"s3://{bucket}/photos/photo one.jpg", back)
        with open(back, "rb") as got:
            self.assertEqual(got.read(), body)
        run("del", f"s3://{bucket}/photos/photo one.jpg")
        run("rb", f"s3://{bucket}")

    def test_signature_v4(self):
        self.round("s3cmd-v4", 4)

    def test_signature_v2(self):
        self.round("s3cmd-v2", 2)


unittest.main()
