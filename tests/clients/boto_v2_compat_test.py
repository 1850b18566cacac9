"""boto3 of Debian under Signature Version 2 in path style: refused on buckets as S3 refuses it, and working from end to
end with --compat=boto-v2."""
import sys
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.config import Config
from botocore.exceptions import ClientError

import pail_process

PAIL = sys.argv.pop(1)
pail_process.resolve_localhost_names()
# Calls on which boto3 signs another resource than S3's; those that Pail has not built are refused as such once they
# are authenticated.
DEVIATING = [("list_objects", {}), ("list_objects_v2", {}), ("list_objects_v2", {"Prefix": "a b", "MaxKeys": 2}),
             ("get_bucket_location", {}), ("delete_objects", {"Delete": {"Objects": [{"Key": "none"}]}}),
             ("get_bucket_acl", {}), ("list_object_versions", {}), ("list_multipart_uploads", {}),
             ("get_bucket_lifecycle_configuration", {}), ("create_multipart_upload", {"Key": "k"})]
# Signed as S3 does by this release, since the template's query is part of what it takes for the path; later releases,
# which cut it off, leave the name out.
LEFT_OUT_LATER = [("get_bucket_encryption", {}), ("get_public_access_block", {}), ("get_bucket_policy_status", {}),
                  ("get_bucket_ownership_controls", {}), ("get_object_retention", {"Key": "k"}),
                  ("get_object_legal_hold", {"Key": "k"}), ("list_bucket_intelligent_tiering_configurations", {}),
                  ("get_object_attributes", {"Key": "k", "ObjectAttributes": ["ETag"]})]
REFUSED = ("SignatureDoesNotMatch", "403")


class LaterBoto(botocore.auth.HmacV1Auth):
    """What botocore signs since it cuts the query off the path (from memory, none is installed here): /bucket/ and its
    own list."""

    def canonical_resource(self, split, auth_path=None):
        path = auth_path.split("?")[0]
        return super().canonical_resource(split, path if path.count("/") > 1 else path + "/")


class BotoV2(unittest.TestCase):
    def setUp(self):
        self.addCleanup(botocore.auth.AUTH_TYPE_MAPS.__setitem__, "s3", botocore.auth.AUTH_TYPE_MAPS["s3"])

    def client(self, *arguments, addressing="path"):
        self.server = self.enterContext(pail_process.serve(PAIL, "--log-level", "off", *arguments))
        port = self.server["endpoint"].rsplit(":", 1)[1]
        return boto3.client(
            "s3", endpoint_url=f"http://localhost:{port}", region_name=self.server["region"],
            aws_access_key_id=self.server["access_key"], aws_secret_access_key=self.server["secret_key"],
            config=Config(signature_version="s3", s3={"addressing_style": addressing}, retries={"max_attempts": 0}))

    def code(self, s3, name, arguments):
        try:
            getattr(s3, name)(Bucket="boto-v2", **arguments)
        except ClientError as refusal:
            return refusal.response["Error"]["Code"]
        return "done"

    def test_a_round_of_everything(self):
        s3 = self.client("--compat", "boto-v2")
        s3.create_bucket(Bucket="boto-v2")
        s3.head_bucket(Bucket="boto-v2")
        for i in range(1, 6):
            s3.put_object(Bucket="boto-v2", Key=f"ä b+c/{i}", Body=b"x" * i, Metadata={"n": str(i)})
        self.assertEqual(s3.get_object(Bucket="boto-v2", Key="ä b+c/3")["Body"].read(), b"xxx")
        for listing in ("list_objects", "list_objects_v2"):
            pages = s3.get_paginator(listing).paginate(Bucket="boto-v2", Prefix="ä b", PaginationConfig={"PageSize": 2})
            keys = [entry["Key"] for page in pages for entry in page["Contents"]]
            self.assertEqual(keys, [f"ä b+c/{i}" for i in range(1, 6)], listing)
        url = s3.generate_presigned_url("list_objects_v2", Params={"Bucket": "boto-v2"}, ExpiresIn=60)
        self.assertEqual(urllib.request.urlopen(url).status, 200)
        objects = [{"Key": key} for key in keys]
        self.assertEqual(len(s3.delete_objects(Bucket="boto-v2", Delete={"Objects": objects})["Deleted"]), 5)
        s3.delete_bucket(Bucket="boto-v2")

    def test_every_deviation_is_let_in_with_the_switch_and_refused_without(self):
        for switch, expected in (["--compat", "boto-v2"], False), ([], True):
            s3 = self.client(*switch)
            self.assertEqual(self.code(s3, "create_bucket", {}) in REFUSED, expected)
            for name, arguments in [*DEVIATING, ("delete_bucket", {})]:
                with self.subTest(name, switch=switch):
                    self.assertEqual(self.code(s3, name, arguments) in REFUSED, expected)

    def test_virtual_host_style_too(self):
        # A bucket's sub-resource is signed without the slash that S3 puts behind the bucket.
        for switch, expected in (["--compat", "boto-v2"], 404), ([], 403):
            self.client(*switch)  # there is no bucket of that name
            port = self.server["endpoint"].rsplit(":", 1)[1]
            request = botocore.awsrequest.AWSRequest("GET", f"http://boto-v2.localhost:{port}/?acl",
                                                     auth_path="/boto-v2?acl")
            key = botocore.credentials.Credentials(self.server["access_key"], self.server["secret_key"])
            botocore.auth.HmacV1Auth(key).add_auth(request)
            sent = urllib.request.Request(f"http://127.0.0.1:{port}/?acl", headers={
                **dict(request.headers.items()), "Host": f"boto-v2.localhost:{port}"})
            with self.assertRaises(urllib.error.HTTPError) as answer:
                urllib.request.urlopen(sent)
            self.assertEqual(answer.exception.code, expected)

    def test_later_releases_are_let_in_with_the_switch_and_refused_without(self):
        botocore.auth.AUTH_TYPE_MAPS["s3"] = LaterBoto
        for switch, expected in (["--compat", "boto-v2"], False), ([], True):
            s3 = self.client(*switch)
            for name, arguments in DEVIATING[:-1] + LEFT_OUT_LATER:
                with self.subTest(name, switch=switch):
                    self.assertEqual(self.code(s3, name, arguments) in REFUSED, expected)

    def test_a_wrong_secret_is_refused_all_the_same(self):
        s3 = self.client("--compat", "boto-v2")
        s3._request_signer._credentials.secret_key = "wrong"
        for name, arguments in [("create_bucket", {}), *DEVIATING]:
            self.assertIn(self.code(s3, name, arguments), REFUSED, name)


unittest.main()
