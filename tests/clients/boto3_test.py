"""boto3 of Debian: both signature versions, path style and virtual host, header and presigned."""
import hashlib
import io
import sys
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import pail_process

PAIL = sys.argv.pop(1)

pail_process.resolve_localhost_names()


class Boto3(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))

    def client(self, signature, addressing):
        port = self.server["endpoint"].rsplit(":", 1)[1]
        return boto3.client(
            "s3", endpoint_url=f"http://s3.localhost:{port}", region_name=self.server["region"],
            aws_access_key_id=self.server["access_key"], aws_secret_access_key=self.server["secret_key"],
            config=Config(signature_version=signature, s3={"addressing_style": addressing}, retries={"max_attempts": 0},
                          read_timeout=10))

    def test_an_empty_object_leaves_the_connection_usable(self):
        # botocore waits for the 100 of its Expect even where no body follows, and else trips over the next answer.
        s3 = self.client("s3v4", "path")
        s3.create_bucket(Bucket="empty")
        for key in ("first", "second"):
            s3.put_object(Bucket="empty", Key=key, Body=b"")
        self.assertEqual([o["Size"] for o in s3.list_objects_v2(Bucket="empty")["Contents"]], [0, 0])

    def round(self, name, signature, addressing):
        s3 = self.client(signature, addressing)
        s3.create_bucket(Bucket=name)
        body = bytes(range(256)) * 100
        put = s3.put_object(Bucket=name, Key="photos/ä b+c.jpg", Body=body, ContentType="image/jpeg",
                            Metadata={"phone": "yes"})
        self.assertEqual(put["ETag"], '"%s"' % hashlib.md5(body).hexdigest())
        got = s3.get_object(Bucket=name, Key="photos/ä b+c.jpg")
        self.assertEqual((got["Body"].read(), got["ContentType"], got["Metadata"]), (body, "image/jpeg", {"phone": "yes"}))
        part = s3.get_object(Bucket=name, Key="photos/ä b+c.jpg", Range="bytes=-5")
        self.assertEqual((part["Body"].read(), part["ContentRange"]), (body[-5:], "bytes 25595-25599/25600"))
        for i in range(5):
            s3.put_object(Bucket=name, Key=f"n/{i}", Body=b"x")
        # Under V2 this boto3 signs ListObjectsV2 as "/bucket?list-type=2", which is not S3's resource.
        listing = "list_objects" if signature == "s3" else "list_objects_v2"
        pages = s3.get_paginator(listing).paginate(Bucket=name, PaginationConfig={"PageSize": 2})
        keys = [o["Key"] for page in pages for o in page.get("Contents", [])]
        self.assertEqual(keys, [f"n/{i}" for i in range(5)] + ["photos/ä b+c.jpg"])
        rolled = s3.list_objects(Bucket=name, Delimiter="/")
        self.assertEqual([p["Prefix"] for p in rolled["CommonPrefixes"]], ["n/", "photos/"])
        with self.assertRaisesRegex(ClientError, "NoSuchKey"):
            s3.get_object(Bucket=name, Key="missing")
        for method, arguments in [("get_object", {"Key": "n/0"}), ("put_object", {"Key": "n/9"})]:
            url = s3.generate_presigned_url(method, Params={"Bucket": name, **arguments}, ExpiresIn=60)
            request = urllib.request.Request(url, data=b"y" if method == "put_object" else None,
                                             method="PUT" if method == "put_object" else "GET")
            if method == "put_object":
                request.add_header("Content-Type", "")
            self.assertEqual(urllib.request.urlopen(request).status, 200)
        stream = io.BytesIO(b"z" * 1_000_000)
        s3.upload_fileobj(stream, name, "stream")
        self.assertEqual(s3.head_object(Bucket=name, Key="stream")["ContentLength"], 1_000_000)
        left = [{"Key": o["Key"]} for o in s3.list_objects(Bucket=name)["Contents"]]
        if signature == "s3":  # the same fault: "/bucket?delete"
            for entry in left:
                s3.delete_object(Bucket=name, **entry)
        else:
            self.assertEqual(len(s3.delete_objects(Bucket=name, Delete={"Objects": left})["Deleted"]), 8)
        s3.delete_bucket(Bucket=name)

    def test_v4_path_style(self):
        self.round("boto-v4-path", "s3v4", "path")

    def test_v4_virtual_host(self):
        self.round("boto-v4-host", "s3v4", "virtual")

    def test_v2_virtual_host(self):
        # V2 with path style signs another bucket resource than it requests, which S3 refuses (sigv2.md §12).
        self.round("boto-v2-host", "s3", "virtual")

    def test_v2_path_style_is_refused_on_buckets_as_on_s3(self):
        with self.assertRaisesRegex(ClientError, "SignatureDoesNotMatch"):
            self.client("s3", "path").create_bucket(Bucket="boto-v2-path")


unittest.main()
