"""Lifecycle rules as boto3 puts and reads them, and what they do when the control API moves the world's clock."""
import datetime
import json
import sys
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import pail_process

PAIL = sys.argv.pop(1)
DAY = 86_400
RULES = [
    {"ID": "keep seven days", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 7}},
    {"ID": "colder", "Status": "Enabled",
     "Filter": {"And": {"Prefix": "photos/", "Tags": [{"Key": "cold", "Value": "yes"}], "ObjectSizeGreaterThan": 3}},
     "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER_IR"}]},
    {"ID": "versions", "Status": "Enabled", "Filter": {}, "Expiration": {"ExpiredObjectDeleteMarker": True},
     "NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 1}},
    {"ID": "uploads", "Status": "Enabled", "Filter": {"Prefix": ""},
     "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}},
    {"ID": "one day", "Status": "Disabled", "Filter": {"ObjectSizeLessThan": 9},
     "Expiration": {"Date": datetime.datetime(2040, 1, 1, tzinfo=datetime.timezone.utc)}}]


class Lifecycle(unittest.TestCase):
    """A world of its own for each test."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))

    def setUp(self):
        world = self.control("POST", "worlds", {})
        self.path = f"worlds/{world['name']}"
        self.s3 = boto3.client("s3", endpoint_url=self.server["endpoint"], region_name=world["region"],
                               aws_access_key_id=world["access_key"], aws_secret_access_key=world["secret_key"],
                               config=Config(s3={"addressing_style": "path"}))
        self.addCleanup(self.s3.close)
        self.s3.create_bucket(Bucket="bucket")

    def control(self, method, path, body=None):
        request = urllib.request.Request(self.server["control"] + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def configure(self, *rules):
        return self.s3.put_bucket_lifecycle_configuration(Bucket="bucket", LifecycleConfiguration={"Rules": list(rules)})

    def live_through(self, days):
        """The world does, and comes back to where the client can sign for it."""
        self.control("POST", self.path + "/clock/advance", {"seconds": days * DAY})
        self.control("PUT", self.path + "/clock", {"mode": "system"})

    def keys(self):
        return [entry["Key"] for entry in self.s3.list_objects_v2(Bucket="bucket").get("Contents", [])]

    def test_rules_come_back_as_they_were_given(self):
        answer = self.configure(*RULES)
        minimum = answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-transition-default-minimum-object-size"]
        self.assertEqual(minimum, "all_storage_classes_128K")
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="bucket")["Rules"], RULES)
        self.s3.delete_bucket_lifecycle(Bucket="bucket")
        with self.assertRaises(ClientError) as gone:
            self.s3.get_bucket_lifecycle_configuration(Bucket="bucket")
        self.assertEqual(gone.exception.response["Error"]["Code"], "NoSuchLifecycleConfiguration")

    def test_objects_say_when_they_expire_and_do(self):
        self.configure(*RULES)
        put = self.s3.put_object(Bucket="bucket", Key="logs/a", Body=b"log")
        self.s3.put_object(Bucket="bucket", Key="kept", Body=b"kept")
        self.assertEqual(put["Expiration"], self.s3.head_object(Bucket="bucket", Key="logs/a")["Expiration"])
        self.assertIn('rule-id="keep%20seven%20days"', put["Expiration"])
        self.live_through(6)
        self.assertEqual(self.keys(), ["kept", "logs/a"])
        self.live_through(9)
        self.assertEqual(self.keys(), ["kept"])

    def test_classes_change_by_tag_and_size(self):
        self.configure(*RULES)
        self.s3.put_object(Bucket="bucket", Key="photos/cold", Body=b"photo", Tagging="cold=yes")
        self.s3.put_object(Bucket="bucket", Key="photos/small", Body=b"pho", Tagging="cold=yes")
        self.s3.put_object(Bucket="bucket", Key="photos/warm", Body=b"photo")
        self.live_through(40)
        classes = [entry["StorageClass"] for entry in self.s3.list_objects_v2(Bucket="bucket")["Contents"]]
        self.assertEqual(classes, ["STANDARD_IA", "STANDARD", "STANDARD"])
        self.assertEqual(self.s3.get_object(Bucket="bucket", Key="photos/cold")["Body"].read(), b"photo")

    def test_versions_markers_and_uploads_go(self):
        self.s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        self.configure(*RULES)
        for body in (b"1", b"2", b"3", b"4"):
            self.s3.put_object(Bucket="bucket", Key="key", Body=body)
        self.s3.delete_object(Bucket="bucket", Key="never was")
        upload = self.s3.create_multipart_upload(Bucket="bucket", Key="upload")
        self.assertEqual(upload["AbortRuleId"], "uploads")
        self.live_through(5)
        listed = self.s3.list_object_versions(Bucket="bucket")
        self.assertEqual(len(listed["Versions"]), 2)
        self.assertNotIn("DeleteMarkers", listed)
        self.assertNotIn("Uploads", self.s3.list_multipart_uploads(Bucket="bucket"))
        entries = self.control("GET", self.path + "/journal?kind=lifecycle")["entries"]
        self.assertEqual(sorted((entry["operation"], entry["detail"]) for entry in entries),
                         [("S3.DELETE.UPLOAD", "uploads")] + 3 * [("S3.EXPIRE.OBJECT", "versions")])

    def test_what_is_due_is_done_on_demand(self):
        self.configure({"Status": "Enabled", "Filter": {}, "Expiration": {"Date": "2020-01-01"}})
        self.s3.put_object(Bucket="bucket", Key="key", Body=b"late")
        report = self.control("POST", self.path + "/lifecycle/run")
        self.assertEqual(report["expired"], 1)
        self.assertEqual(self.keys(), [])


unittest.main()
