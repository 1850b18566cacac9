"""The aws command of Debian (awscli 2, V4): what people type every day."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv.pop(1)


class Aws(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())

    def aws(self, *arguments, succeeds=True):
        environment = pail_process.clean_environment(
            HOME=self.folder, AWS_ACCESS_KEY_ID=self.server["access_key"],
            AWS_SECRET_ACCESS_KEY=self.server["secret_key"], AWS_DEFAULT_REGION=self.server["region"],
            AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="")
        done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server["endpoint"], *arguments],
                              capture_output=True, text=True, env=environment)
        self.assertEqual(done.returncode == 0, succeeds, f"aws {arguments}: {done.stdout}{done.stderr}")
        return done.stdout if succeeds else done.stderr

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as out:
            out.write(content)
        return path

    def read(self, path):
        with open(path, "rb") as file:
            return file.read()

    def test_high_level_round(self):
        body = os.urandom(300_000)
        photo = self.file("photo one.jpg", body)
        self.aws("s3", "mb", "s3://aws-round")
        self.aws("s3", "cp", photo, "s3://aws-round/photos/photo one.jpg")
        self.assertIn("photos/photo one.jpg", self.aws("s3", "ls", "--recursive", "s3://aws-round"))
        self.assertIn("PRE photos/", self.aws("s3", "ls", "s3://aws-round"))
        back = os.path.join(self.folder, "back.jpg")
        self.aws("s3", "cp", "s3://aws-round/photos/photo one.jpg", back)
        self.assertEqual(self.read(back), body)
        self.aws("s3", "rm", "--recursive", "s3://aws-round")
        self.aws("s3", "rb", "s3://aws-round")
        self.assertNotIn("aws-round", self.aws("s3", "ls"))

    def test_api_round_with_ranges_pages_and_metadata(self):
        bucket = ["--bucket", "aws-api"]
        self.aws("s3api", "create-bucket", *bucket)
        body = self.file("body", b"0123456789")
        for key in ["a//b", "a/../c", "a+b c", "ünïcode/😀"]:
            self.aws("s3api", "put-object", *bucket, "--key", key, "--body", body, "--metadata", "colour=blue")
        head = json.loads(self.aws("s3api", "head-object", *bucket, "--key", "a+b c"))
        self.assertEqual((head["Metadata"], head["ContentLength"]), ({"colour": "blue"}, 10))
        part = os.path.join(self.folder, "part")
        self.aws("s3api", "get-object", *bucket, "--key", "a//b", "--range", "bytes=2-4", part)
        self.assertEqual(self.read(part), b"234")
        keys = json.loads(self.aws("s3api", "list-objects-v2", *bucket, "--page-size", "1"))["Contents"]
        self.assertEqual([k["Key"] for k in keys], ["a+b c", "a/../c", "a//b", "ünïcode/😀"])
        self.aws("s3api", "delete-objects", *bucket, "--delete",
                 json.dumps({"Objects": [{"Key": k["Key"]} for k in keys]}))
        self.assertEqual(self.aws("s3api", "list-objects", *bucket).strip(), "")
        self.aws("s3api", "delete-bucket", *bucket)
        self.assertIn("(404)", self.aws("s3api", "head-bucket", *bucket, succeeds=False))

    def test_presigned_url_serves_without_credentials(self):
        self.aws("s3", "mb", "s3://aws-presign")
        self.aws("s3", "cp", self.file("p", b"presigned"), "s3://aws-presign/p")
        url = self.aws("s3", "presign", "s3://aws-presign/p", "--expires-in", "60").strip()
        got = subprocess.run(["curl", "-sSf", url], capture_output=True, env=pail_process.clean_environment())
        self.assertEqual(got.stdout, b"presigned", got.stderr)

    def test_a_missing_bucket_is_named(self):
        self.assertIn("NoSuchBucket", self.aws("s3api", "list-objects-v2", "--bucket", "not-there", succeeds=False))


unittest.main()
