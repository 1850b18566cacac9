"""What a server tells of its exchanges, read by programs that are not ours: its metrics by Prometheus' own parser, its
journal as HAR by Python's JSON and, for the way back, by `pail explain --har`."""
import contextlib
import datetime
import json
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from prometheus_client.parser import text_string_to_metric_families

import pail_process

PAIL = sys.argv.pop(1)


class Observe(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(pail_process.serve(PAIL))
        self.s3 = boto3.client(
            "s3", endpoint_url=self.server["endpoint"], region_name=self.server["region"],
            aws_access_key_id=self.server["access_key"], aws_secret_access_key=self.server["secret_key"],
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, read_timeout=10))
        self.addCleanup(self.s3.close)
        self.s3.create_bucket(Bucket="bucket")
        self.s3.put_object(Bucket="bucket", Key="ein Bär", Body=b"12345678")
        self.s3.get_object(Bucket="bucket", Key="ein Bär")["Body"].read()
        with contextlib.suppress(ClientError):
            self.s3.get_object(Bucket="bucket", Key="none")

    def read(self, path):
        with urllib.request.urlopen(f"{self.server['endpoint']}/_pail/v1/{path}", timeout=10) as answer:
            return answer.headers["Content-Type"], answer.read().decode()

    def test_prometheus_reads_the_metrics(self):
        content_type, text = self.read("metrics")
        self.assertEqual(content_type, "text/plain; version=0.0.4; charset=utf-8")
        families = {family.name: family for family in text_string_to_metric_families(text)}
        kinds = {"pail_requests": "counter", "pail_request_bytes": "counter", "pail_response_bytes": "counter",
                 "pail_request_duration_seconds": "histogram", "pail_verdicts": "counter", "pail_faults": "counter",
                 "pail_worlds": "gauge", "pail_journal_entries": "gauge", "pail_uptime_seconds": "gauge",
                 "pail_build_info": "gauge"}
        self.assertEqual({name: family.type for name, family in families.items()}, kinds)
        for family in families.values():
            self.assertTrue(family.documentation, family.name)

        def value(family, name, **labels):
            found = [s.value for s in families[family].samples if s.name == name and s.labels == labels]
            self.assertEqual(len(found), 1, (name, labels))
            return found[0]
        self.assertEqual(value("pail_requests", "pail_requests_total", operation="GetObject", status="404", code="NoSuchKey"), 1)
        self.assertEqual(value("pail_requests", "pail_requests_total", operation="PutObject", status="200", code=""), 1)
        self.assertEqual(value("pail_response_bytes", "pail_response_bytes_total", operation="GetObject") > 8, True)
        self.assertEqual(value("pail_verdicts", "pail_verdicts_total", scheme="V4 header", verdict="accepted"), 4)
        self.assertEqual(value("pail_journal_entries", "pail_journal_entries"), 4)
        duration = families["pail_request_duration_seconds"].samples
        buckets = [(float(s.labels["le"]), s.value) for s in duration
                   if s.name.endswith("_bucket") and s.labels["operation"] == "GetObject"]
        self.assertEqual(buckets, sorted(buckets), "cumulative, in order")
        self.assertEqual((len(buckets), buckets[0][0], buckets[-1]), (18, 50e-6, (float("inf"), 2)))

    def test_har_is_read_and_explained(self):
        _, text = self.read("journal/har")
        log = json.loads(text)["log"]
        self.assertEqual((log["version"], log["creator"]["name"]), ("1.2", "Pail"))
        self.assertEqual([e["_pail"]["operation"] for e in log["entries"]],
                         ["CreateBucket", "PutObject", "GetObject", "GetObject"])
        for entry in log["entries"]:
            self.assertLessEqual({"startedDateTime", "time", "request", "response", "cache", "timings"}, set(entry))
            self.assertIsNotNone(datetime.datetime.fromisoformat(entry["startedDateTime"].replace("Z", "+00:00")))
            self.assertEqual(entry["time"], sum(entry["timings"].values()))
            self.assertTrue(entry["request"]["url"].startswith(self.server["endpoint"] + "/bucket"))
        put = log["entries"][1]
        self.assertEqual((put["request"]["bodySize"], put["response"]["status"], put["_pail"]["key"]), (8, 200, "ein Bär"))
        with tempfile.NamedTemporaryFile("w", suffix=".har") as file:
            file.write(text)
            file.flush()
            explained = subprocess.run(
                [PAIL, "explain", "--json", "--har", file.name, "--entry", "2"], capture_output=True, text=True, timeout=60,
                env=pail_process.clean_environment(AWS_ACCESS_KEY_ID=self.server["access_key"],
                                                   AWS_SECRET_ACCESS_KEY=self.server["secret_key"]))
        # All of it can be read but the signature, which a journal does not keep.
        report = json.loads(explained.stdout)
        self.assertEqual((explained.returncode, report["good"]), (1, False), explained.stderr)
        self.assertEqual(report["refusal"]["code"], "SignatureDoesNotMatch")
        self.assertIn("/bucket/ein%20B%C3%A4r", report["canonical_request"])


if __name__ == "__main__":
    unittest.main()
