"""Whole folders and big files, there and back, by the transfer managers people use: what comes back is what went.

One server keeps everything in memory, one on disk. PAIL_LONG=1: the big file has 200 MiB.
"""
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

import pail_process

PAIL = sys.argv.pop(1)
MIB = 1 << 20
BIG_BYTES = (200 if os.environ.get("PAIL_LONG") else 24) * MIB + 12345

pail_process.resolve_localhost_names()

# Names that clients and servers like to get wrong; sizes around a part's.
FILES = {
    "empty": 0, "one": 1, "photos/2024/summer day.jpg": 70_000, "photos/2024/ünïcode 😀.jpg": 300_000,
    "a+b=c&d.txt": 10, "100%25.txt": 10, "part": 5 * MIB, "part and a byte": 5 * MIB + 1, "parts": 17 * MIB,
    "deep/" + "x/" * 20 + "file": 5, "'quotes\" and <brackets>": 7, "~tilde;semicolon,comma": 3,
}


def make_tree(folder):
    draw = random.Random(1)
    for name, size in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw.randbytes(size))
        # S3 tells whole seconds: of the same second, a file looks younger than its upload, and syncs go again.
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree(folder):
    return {path.relative_to(folder).as_posix(): digest(path) for path in folder.rglob("*") if path.is_file()}


class Transfers:
    """Mixed into one TestCase per engine."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = cls.enterClassContext(pail_process.serve(PAIL, "--quiet", *cls.engine(cls.folder / "data")))
        cls.source = make_tree(cls.folder / "source")
        cls.big = cls.folder / "big"
        cls.big.write_bytes(random.Random(2).randbytes(BIG_BYTES))
        cls.big_digest = digest(cls.big)

    def run_client(self, *command, **environment):
        done = subprocess.run(command, capture_output=True, text=True,
                              env=pail_process.clean_environment(HOME=str(self.folder), **environment))
        self.assertEqual(done.returncode, 0, f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def aws(self, *arguments):
        return self.run_client(
            "/usr/bin/aws", "--endpoint-url", self.server["endpoint"], *arguments,
            AWS_ACCESS_KEY_ID=self.server["access_key"], AWS_SECRET_ACCESS_KEY=self.server["secret_key"],
            AWS_DEFAULT_REGION=self.server["region"], AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="")

    def s3cmd(self, *arguments):
        host = urlsplit(self.server["endpoint"]).netloc
        return self.run_client(
            "/usr/bin/s3cmd", "--config", "/dev/null", "--access_key", self.server["access_key"], "--secret_key",
            self.server["secret_key"], "--host", host, "--host-bucket", host, "--no-ssl", "--region",
            self.server["region"], "--multipart-chunk-size-mb", "5", "--no-progress", *arguments)

    def rclone(self, *arguments):
        return self.run_client(
            "/usr/bin/rclone", "--config", "/dev/null", "--retries", "1", "--low-level-retries", "1",
            "--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", *arguments,
            RCLONE_CONFIG_PAIL_TYPE="s3", RCLONE_CONFIG_PAIL_PROVIDER="Other",
            RCLONE_CONFIG_PAIL_ACCESS_KEY_ID=self.server["access_key"],
            RCLONE_CONFIG_PAIL_SECRET_ACCESS_KEY=self.server["secret_key"],
            RCLONE_CONFIG_PAIL_REGION=self.server["region"], RCLONE_CONFIG_PAIL_ENDPOINT=self.server["endpoint"])

    def boto(self):
        s3 = boto3.client(
            "s3", endpoint_url=self.server["endpoint"], region_name=self.server["region"],
            aws_access_key_id=self.server["access_key"], aws_secret_access_key=self.server["secret_key"],
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 0}))
        self.addCleanup(s3.close)
        return s3

    def test_aws_sync_both_ways(self):
        self.aws("s3", "mb", "s3://aws-sync")
        mirror, back = make_tree(self.folder / "aws-mirror"), self.folder / "aws-back"
        self.aws("s3", "sync", "--quiet", str(mirror), "s3://aws-sync/tree")
        self.aws("s3", "sync", "--quiet", "s3://aws-sync/tree", str(back))
        self.assertEqual(tree(back), tree(self.source))
        self.assertEqual(self.aws("s3", "sync", str(mirror), "s3://aws-sync/tree"), "", "nothing changed")
        (mirror / "one").unlink()
        (mirror / "part").write_bytes(b"smaller now")
        (mirror / "new").write_bytes(b"new")
        self.aws("s3", "sync", "--quiet", "--delete", str(mirror), "s3://aws-sync/tree")
        self.aws("s3", "sync", "--quiet", "--delete", "s3://aws-sync/tree", str(back))
        self.assertEqual(tree(back), tree(mirror))

    def test_aws_copies_of_a_big_file(self):
        self.aws("s3", "mb", "s3://aws-big")
        self.aws("s3", "cp", "--quiet", str(self.big), "s3://aws-big/big")
        parts = -(-BIG_BYTES // (8 * MIB))
        self.assertIn(f"-{parts}\\\"", self.aws("s3api", "head-object", "--bucket", "aws-big", "--key", "big"))
        self.aws("s3", "cp", "--quiet", "s3://aws-big/big", "s3://aws-big/copy")
        self.aws("s3", "mv", "--quiet", "s3://aws-big/copy", "s3://aws-big/moved")
        for key in ("big", "moved"):
            back = self.folder / f"aws-{key}"
            self.aws("s3", "cp", "--quiet", f"s3://aws-big/{key}", str(back))
            self.assertEqual(digest(back), self.big_digest, key)
        self.assertNotIn("copy", self.aws("s3", "ls", "s3://aws-big"))

    def test_s3cmd_sync_both_ways(self):
        self.s3cmd("mb", "s3://s3cmd-sync")
        back = self.folder / "s3cmd-back"
        back.mkdir()
        self.s3cmd("sync", f"{self.source}/", "s3://s3cmd-sync/tree/")
        self.s3cmd("sync", "s3://s3cmd-sync/tree/", f"{back}/")
        self.assertEqual(tree(back), tree(self.source))
        self.assertNotIn("upload:", self.s3cmd("sync", f"{self.source}/", "s3://s3cmd-sync/tree/"), "nothing changed")
        self.s3cmd("put", str(self.big), "s3://s3cmd-sync/big")
        self.s3cmd("cp", "s3://s3cmd-sync/big", "s3://s3cmd-sync/copy")
        self.s3cmd("get", "s3://s3cmd-sync/copy", f"{back}/big")
        self.assertEqual(digest(back / "big"), self.big_digest)

    def test_rclone_copy_both_ways(self):
        back = self.folder / "rclone-back"
        self.rclone("mkdir", "pail:rclone-copy")
        self.rclone("copy", str(self.source), "pail:rclone-copy/tree")
        self.rclone("check", "--download", str(self.source), "pail:rclone-copy/tree")
        self.rclone("copy", "pail:rclone-copy/tree", str(back))
        self.assertEqual(tree(back), tree(self.source))
        self.rclone("copyto", str(self.big), "pail:rclone-copy/big")
        self.rclone("moveto", "pail:rclone-copy/big", "pail:rclone-copy/moved")
        self.rclone("copyto", "pail:rclone-copy/moved", str(back / "big"))
        self.assertEqual(digest(back / "big"), self.big_digest)
        self.rclone("purge", "pail:rclone-copy")

    def test_boto3_transfers_in_parallel(self):
        s3 = self.boto()
        s3.create_bucket(Bucket="boto-big")
        config = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=8)
        s3.upload_file(str(self.big), "boto-big", "big", Config=config)
        parts = -(-BIG_BYTES // (5 * MIB))
        self.assertTrue(s3.head_object(Bucket="boto-big", Key="big")["ETag"].endswith(f'-{parts}"'))
        s3.copy({"Bucket": "boto-big", "Key": "big"}, "boto-big", "copy", Config=config)
        for key in ("big", "copy"):
            back = self.folder / f"boto-{key}"
            s3.download_file("boto-big", key, str(back), Config=config)
            self.assertEqual(digest(back), self.big_digest, key)
        self.assertEqual(s3.list_multipart_uploads(Bucket="boto-big").get("Uploads", []), [])

    def test_boto3_parts_are_read_one_by_one(self):
        s3 = self.boto()
        s3.create_bucket(Bucket="boto-parts")
        bodies = [b"a" * (5 * MIB), b"b" * (6 * MIB), b"c"]
        upload = s3.create_multipart_upload(Bucket="boto-parts", Key="k")["UploadId"]
        named = {"Bucket": "boto-parts", "Key": "k", "UploadId": upload}
        parts = [{"PartNumber": n, "ETag": s3.upload_part(**named, PartNumber=n, Body=body)["ETag"]}
                 for n, body in reversed(list(enumerate(bodies, 1)))]
        self.assertEqual([p["PartNumber"] for p in s3.list_parts(**named)["Parts"]], [1, 2, 3])
        s3.complete_multipart_upload(**named, MultipartUpload={"Parts": parts[::-1]})
        for number, body in enumerate(bodies, 1):
            got = s3.get_object(Bucket="boto-parts", Key="k", PartNumber=number)
            self.assertEqual((got["Body"].read(), got["PartsCount"]), (body, 3))


class Memory(Transfers, unittest.TestCase):
    @staticmethod
    def engine(_):
        return []


class Disk(Transfers, unittest.TestCase):
    @staticmethod
    def engine(folder):
        return ["--data", str(folder)]


unittest.main()
