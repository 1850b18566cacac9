"""What boto3 and aws of Debian make of faults on demand: they recover where they try again, and notice where they check.
The journal says how often they asked, and which rules hit them."""
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import urllib.error
import urllib.request

import boto3
import botocore.endpoint
from botocore.config import Config
from botocore.exceptions import ClientError, FlexibleChecksumError, IncompleteReadError, ResponseStreamingError

import pail_process

PAIL = sys.argv.pop(1)
BODY = bytes(range(256)) * 400  # 100 KiB: more than truncated-downloads lets through


utcnow = datetime.datetime.utcnow


class CorrectedClock(datetime.datetime):
    """What botocore signs by, once the application has found its own clock wrong."""
    behind = datetime.timedelta()

    @classmethod
    def utcnow(cls):
        return utcnow() + cls.behind


class Faults(unittest.TestCase):
    """A world of its own for each test."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        # Clients wait between attempts, up to seconds; how long is not what is tested.
        cls.enterClassContext(unittest.mock.patch.object(botocore.endpoint.time, "sleep", lambda _: None))

    def setUp(self):
        self.world = self.control("POST", "worlds", {})
        self.path = f"worlds/{self.world['name']}"
        self.s3 = self.client()
        self.addCleanup(self.s3.close)
        self.s3.create_bucket(Bucket="bucket")

    def control(self, method, path, body=None):
        request = urllib.request.Request(self.server["control"] + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def client(self, **config):
        config = {"retries": {"mode": "standard", "total_max_attempts": 5}, "read_timeout": 20, **config}
        return boto3.client(
            "s3", endpoint_url=self.world["endpoint"], region_name=self.world["region"],
            aws_access_key_id=self.world["access_key"], aws_secret_access_key=self.world["secret_key"],
            config=Config(**config))

    def aws(self, *arguments):
        environment = pail_process.clean_environment(
            HOME=self.folder, AWS_ACCESS_KEY_ID=self.world["access_key"],
            AWS_SECRET_ACCESS_KEY=self.world["secret_key"], AWS_DEFAULT_REGION=self.world["region"],
            AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="", AWS_MAX_ATTEMPTS="6")
        done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.world["endpoint"], *arguments],
                              capture_output=True, text=True, env=environment)
        self.assertEqual(done.returncode, 0, f"aws {arguments}: {done.stdout}{done.stderr}")

    def fault(self, then, **rule):
        self.control("POST", f"{self.path}/faults", {**rule, "then": then})

    def once(self, then, **match):
        self.fault(then, match=match, when={"times": 1})

    def hits(self):
        return sum(fault["hits"] for fault in self.control("GET", f"{self.path}/faults")["faults"])

    def asked(self, operation):
        """(status, was a rule applied) of each request for that operation, in order."""
        journal = self.control("GET", f"{self.path}/journal?operation={operation}&limit=1000")
        return [(entry["status"], bool(entry["faults"])) for entry in journal["entries"]]

    def put(self, key="k", body=BODY, **more):
        return self.s3.put_object(Bucket="bucket", Key=key, Body=body, **more)

    def get(self, key="k", **more):
        return self.s3.get_object(Bucket="bucket", Key=key, **more)["Body"].read()

    def round_by_aws(self):
        here, back = os.path.join(self.folder, "here"), os.path.join(self.folder, "back")
        with open(here, "wb") as file:
            file.write(BODY)
        self.aws("s3", "cp", here, "s3://bucket/aws")
        self.aws("s3", "cp", "s3://bucket/aws", back)
        with open(back, "rb") as file:
            self.assertEqual(file.read(), BODY)

    # Profiles

    def use(self, profile):
        self.control("POST", f"{self.path}/faults", {"profile": profile})

    def test_slow_3g_is_slow_and_well(self):
        self.use("slow-3g")
        self.put(body=BODY[:20_000])
        self.assertEqual(self.get(), BODY[:20_000])
        self.assertEqual(self.asked("PutObject"), [(200, True)])

    def test_flaky_1_percent_is_tried_again(self):
        self.use("flaky-1-percent")
        for i in range(150):
            self.put(f"k{i}", b"%d" % i)
            self.assertEqual(self.get(f"k{i}"), b"%d" % i)
        self.assertGreater(self.hits(), 0)
        tries = len(self.asked("PutObject")) + len(self.asked("GetObject"))
        self.assertEqual(tries, 300 + self.hits())

    def test_flaky_1_percent_by_aws(self):
        self.use("flaky-1-percent")
        self.round_by_aws()

    def test_throttled_backs_off_and_tries_again(self):
        self.use("throttled")
        for i in range(30):
            self.put(f"k{i}", b"x")
        self.assertEqual(len(self.asked("PutObject")), 30 + self.hits())
        self.assertIn((503, True), self.asked("PutObject"))
        self.round_by_aws()

    def test_clock_skewed_phone_is_told_so_and_corrected_by_the_application(self):
        self.use("clock-skewed-phone")
        with self.assertRaises(ClientError) as refused:
            self.put()
        error = refused.exception.response["Error"]
        self.assertEqual((error["Code"], error["MaxAllowedSkewMilliseconds"]), ("RequestTimeTooSkewed", "900000"))
        self.assertEqual(self.asked("PutObject"), [(403, True)], "botocore does not try again")
        CorrectedClock.behind = datetime.datetime.strptime(error["ServerTime"], "%Y-%m-%dT%H:%M:%SZ") - utcnow()
        with unittest.mock.patch("datetime.datetime", CorrectedClock):
            self.put()
            self.assertEqual(self.get(), BODY)

    def test_region_failover_is_outlasted(self):
        self.use("region-failover")
        self.put()
        self.assertEqual(self.asked("PutObject"), [(200, True), (503, True), (307, True), (200, False)])
        self.assertEqual(self.get(), BODY)

    def test_region_failover_is_outlasted_by_aws(self):
        self.use("region-failover")
        self.round_by_aws()
        self.assertEqual(self.hits(), 3)

    def test_truncated_downloads_are_asked_for_again(self):
        self.put()
        self.use("truncated-downloads")
        path = os.path.join(self.folder, "download")
        for _ in range(6):
            self.s3.download_file("bucket", "k", path)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), BODY)
        self.assertGreater(self.hits(), 0)
        self.assertEqual(len(self.asked("GetObject")), 6 + self.hits())
        self.round_by_aws()

    # Single faults

    def test_503_is_tried_again(self):
        self.fault({"error": "SlowDown"}, match={"operation": "PutObject"}, when={"times": 2})
        self.put()
        self.assertEqual(self.asked("PutObject"), [(503, True), (503, True), (200, False)])

    def test_503_is_the_applications_once_attempts_are_over(self):
        self.fault({"error": {"code": "SlowDown", "retry_after_seconds": 1}})
        with self.assertRaisesRegex(ClientError, "SlowDown"):
            self.client(retries={"mode": "standard", "total_max_attempts": 3}).get_object(Bucket="bucket", Key="k")
        self.assertEqual(self.asked("GetObject"), [(503, True)] * 3)

    def test_403_is_not_tried_again(self):
        self.fault({"error": "AccessDenied"})
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            self.put()
        self.assertEqual(len(self.asked("PutObject")), 1)

    def test_a_write_whose_answer_is_lost_is_done_twice(self):
        self.s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        for then in ("InternalError", "reset"):
            with self.subTest(then):
                self.once({"commit_then_fail": then}, operation="PutObject")
                self.put(then)
                versions = self.s3.list_object_versions(Bucket="bucket", Prefix=then)["Versions"]
                self.assertEqual(len(versions), 2, "the retry made another version")
                self.assertEqual(self.get(then), BODY)

    def test_a_connection_that_breaks_is_tried_again(self):
        for close in ({"when": "before_response", "how": "rst"}, {"when": "before_response", "how": "fin"},
                      {"when": "after_request_bytes", "bytes": 5000, "how": "rst"},
                      {"when": "after_request_bytes", "bytes": 5000, "how": "fin"}):
            with self.subTest(**close):
                hits = self.hits()
                self.once({"close": close}, operation="PutObject")
                self.put()
                self.assertEqual(self.get(), BODY)
                self.assertEqual(self.hits(), hits + 1)

    def test_a_body_cut_short_is_noticed(self):
        self.put()
        self.once({"close": {"when": "after_response_bytes", "bytes": 1000, "how": "fin"}})
        with self.assertRaises((IncompleteReadError, ResponseStreamingError)):
            self.get()
        self.once({"close": {"when": "after_response_bytes", "bytes": 1000, "how": "rst"}})
        with self.assertRaises((IncompleteReadError, ResponseStreamingError)):
            self.get()
        self.assertEqual(self.get(), BODY)

    def test_a_stalled_body_is_the_read_timeouts(self):
        self.put()
        self.once({"stall_ms": 3_600_000})
        impatient = self.client(read_timeout=0.2, retries={"mode": "standard", "total_max_attempts": 1})
        with self.assertRaisesRegex(Exception, "Read timeout|timed out"):
            impatient.get_object(Bucket="bucket", Key="k")["Body"].read()
        self.once({"stall_ms": 20})
        self.assertEqual(self.get(), BODY)

    def test_corruption_is_caught_by_checksums_and_by_nothing_else(self):
        self.put(ChecksumAlgorithm="SHA256")
        self.once({"corrupt_response": {"offset": 5000}})
        with self.assertRaises(FlexibleChecksumError):
            self.get(ChecksumMode="ENABLED")
        self.once({"corrupt_response": {"offset": 5000}})
        corrupted = self.get()
        self.assertEqual([i for i, (a, b) in enumerate(zip(corrupted, BODY)) if a != b], [5000])
        self.assertEqual(self.get(ChecksumMode="ENABLED"), BODY)

    def test_a_wrong_etag_is_for_whoever_compares(self):
        right = '"%s"' % hashlib.md5(BODY).hexdigest()
        self.once({"wrong_etag": True})
        self.assertNotEqual(self.put()["ETag"], right)
        self.assertEqual(self.s3.head_object(Bucket="bucket", Key="k")["ETag"], right)

    def test_an_error_in_200_is_tried_again(self):
        self.put()
        self.once({"error_in_200": "InternalError"})
        self.s3.copy_object(Bucket="bucket", Key="copy", CopySource="bucket/k")
        self.assertEqual(self.asked("CopyObject"), [(200, True), (200, False)])
        self.assertEqual(self.get("copy"), BODY)
        upload = self.s3.create_multipart_upload(Bucket="bucket", Key="parts")["UploadId"]
        part = self.s3.upload_part(Bucket="bucket", Key="parts", UploadId=upload, PartNumber=1, Body=BODY)
        self.once({"error_in_200": "InternalError"})
        self.s3.complete_multipart_upload(Bucket="bucket", Key="parts", UploadId=upload, MultipartUpload={
            "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        self.assertEqual(self.asked("CompleteMultipartUpload"), [(200, True), (200, False)])
        self.assertEqual(self.get("parts"), BODY)

    def test_a_redirect_elsewhere_is_followed_by_region(self):
        self.once({"redirect": {"status": 301}}, operation="GetObject")
        self.put()
        self.assertEqual(self.get(), BODY)
        self.assertEqual(self.asked("GetObject"), [(301, True), (200, False)])

    def test_faults_of_one_world_are_no_others(self):
        self.fault({"error": "InternalError"})
        other = self.control("POST", "worlds", {})
        client = boto3.client("s3", endpoint_url=other["endpoint"], region_name=other["region"],
                              aws_access_key_id=other["access_key"], aws_secret_access_key=other["secret_key"],
                              config=Config(retries={"mode": "standard", "total_max_attempts": 1}))
        client.create_bucket(Bucket="bucket")
        self.assertEqual(self.hits(), 0)


class FaultOption(unittest.TestCase):
    def test_rules_of_a_file_and_of_profiles_are_in_force_from_the_start(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"rules": [{"match": {"bucket": "teapot"}, "then": {"status": 418}}]}, file)
            file.flush()
            with pail_process.serve(PAIL, "--quiet", "--fault", file.name, "--fault", "throttled") as server:
                with self.assertRaises(urllib.error.HTTPError) as answer:
                    urllib.request.urlopen(server["endpoint"] + "/teapot")
                self.assertEqual(answer.exception.code, 418)
                with urllib.request.urlopen(server["control"] + "worlds/default/faults") as faults:
                    profiles = [fault.get("profile") for fault in json.load(faults)["faults"]]
                self.assertEqual(profiles, [None, "throttled"])

    def test_a_mistake_ends_the_start_with_its_place(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('[{"then": {"close": {"how": "gently"}}}]')
            file.flush()
            done = subprocess.run([PAIL, "serve", "--fault", file.name], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{file.name}: rules[0]: then.close.how: must be one of fin rst", done.stderr)
        done = subprocess.run([PAIL, "serve", "--fault", "slow-4g"], capture_output=True, text=True)
        self.assertIn("slow-3g", done.stderr)


unittest.main()
