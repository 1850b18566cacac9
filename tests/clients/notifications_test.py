"""An application server is told by the store what phones upload: boto3 on one side, webhooks on the other."""
import collections
import http.server
import json
import sys
import threading
import unittest
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import pail_process

PAIL = sys.argv.pop(1)
QUEUE = "arn:aws:sqs:us-east-1:123456789012:uploads"
DOWN = "arn:aws:sqs:us-east-1:123456789012:down"
SECONDS_MAX = 30  # for what takes milliseconds, on a loaded machine


class Application(http.server.ThreadingHTTPServer):
    """Takes webhooks; the first `refusals` posts are answered 503."""

    def __init__(self, refusals=0):
        super().__init__(("127.0.0.1", 0), Hook)
        self.refusals = refusals
        self.posts = 0
        self.told = []
        self.changed = threading.Condition()

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/events"

    def take(self, message):
        with self.changed:
            self.posts += 1
            if self.posts <= self.refusals:
                return 503
            self.told.append(message)
            self.changed.notify_all()
            return 204

    def records(self, count):
        """The first `count` events, as soon as they are there."""
        def events():
            return [record for message in self.told for record in message.get("Records", ())]
        with self.changed:
            if not self.changed.wait_for(lambda: len(events()) >= count, SECONDS_MAX):
                raise AssertionError(f"told of {len(events())} events instead of {count}")
            return events()


class Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        status = self.server.take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def client(server):
    return boto3.client("s3", endpoint_url=server["endpoint"], region_name=server["region"],
                        aws_access_key_id=server["access_key"], aws_secret_access_key=server["secret_key"],
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, read_timeout=20))


def tell(s3, bucket, arn, *events, **rule):
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={
            "QueueConfigurations": [{"Id": "rule", "QueueArn": arn, "Events": list(events), **rule}]})


def first_entry(server, match):
    """The journal's first entry that fits, as soon as it is there."""
    body = json.dumps({"match": match, "count": 1, "timeout_ms": SECONDS_MAX * 1000}).encode()
    url = server["endpoint"] + "/_pail/v1/worlds/default/journal/wait"
    with urllib.request.urlopen(urllib.request.Request(url, body, method="POST")) as answer:
        return json.load(answer)["entries"][0]


def names(records):
    return [(r["eventName"], urllib.parse.unquote_plus(r["s3"]["object"]["key"])) for r in records]


class Notifications(unittest.TestCase):
    def test_the_application_is_told_what_clients_do(self):
        with Application() as app, pail_process.serve(PAIL, "--notify", f"{QUEUE}={app.url}") as server:
            s3 = client(server)
            tell(s3, "photos", QUEUE, "s3:ObjectCreated:*", "s3:ObjectRemoved:*",
                 Filter={"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}})
            kept = s3.get_bucket_notification_configuration(Bucket="photos")["QueueConfigurations"][0]
            self.assertEqual((kept["Id"], kept["QueueArn"]), ("rule", QUEUE))
            put = s3.put_object(Bucket="photos", Key="in/ä b.jpg", Body=b"12345")
            s3.put_object(Bucket="photos", Key="out/c.jpg", Body=b"nobody is told")
            s3.copy_object(Bucket="photos", Key="in/copy", CopySource={"Bucket": "photos", "Key": "in/ä b.jpg"})
            upload = s3.create_multipart_upload(Bucket="photos", Key="in/big")["UploadId"]
            part = s3.upload_part(Bucket="photos", Key="in/big", UploadId=upload, PartNumber=1, Body=b"part")
            s3.complete_multipart_upload(Bucket="photos", Key="in/big", UploadId=upload, MultipartUpload={
                "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
            s3.delete_object(Bucket="photos", Key="in/copy")
            s3.delete_objects(Bucket="photos", Delete={"Objects": [{"Key": "in/ä b.jpg"}, {"Key": "out/c.jpg"}]})
            records = app.records(5)
            self.assertCountEqual(names(records), [
                ("ObjectCreated:Put", "in/ä b.jpg"), ("ObjectCreated:Copy", "in/copy"),
                ("ObjectCreated:CompleteMultipartUpload", "in/big"), ("ObjectRemoved:Delete", "in/copy"),
                ("ObjectRemoved:Delete", "in/ä b.jpg")])
            record = next(r for r in records if r["eventName"] == "ObjectCreated:Put")
            self.assertEqual((record["s3"]["object"]["size"], record["s3"]["object"]["eTag"]), (5, put["ETag"].strip('"')))
            self.assertEqual(record["responseElements"]["x-amz-request-id"], put["ResponseMetadata"]["RequestId"])
            self.assertEqual(record["s3"]["configurationId"], "rule")
            self.assertEqual(app.told[0]["Event"], "s3:TestEvent")

    def test_a_destination_nobody_named_is_refused(self):
        with pail_process.serve(PAIL) as server:
            s3 = client(server)
            with self.assertRaises(ClientError) as refused:
                tell(s3, "photos", QUEUE, "s3:ObjectCreated:*")
            error = refused.exception.response["Error"]
            self.assertEqual((error["Code"], error["Message"]), (
                "InvalidArgument", "Unable to validate the following destination configurations"))

    def test_a_key_is_told_in_order_while_many_write(self):
        with Application() as app, pail_process.serve(PAIL, "--notify", f"*={app.url}") as server:
            tell(client(server), "photos", QUEUE, "s3:ObjectCreated:*")
            writers, rounds = 4, 25

            def write(writer):
                s3 = client(server)
                for i in range(rounds):
                    s3.put_object(Bucket="photos", Key=f"k{i % 2}", Body=b"x" * (writer * rounds + i))
            threads = [threading.Thread(target=write, args=(i,)) for i in range(writers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            by_key = collections.defaultdict(list)
            for record in app.records(writers * rounds):
                by_key[record["s3"]["object"]["key"]].append(record["s3"]["object"])
            for key, objects in by_key.items():
                sequencers = [o["sequencer"] for o in objects]
                self.assertEqual(sequencers, sorted(set(sequencers)), key)
                there = client(server).head_object(Bucket="photos", Key=key)
                self.assertEqual(objects[-1]["size"], there["ContentLength"], "the last event is of what is there")

    def test_a_webhook_that_fails_twice_is_told_the_third_time(self):
        with Application(refusals=2) as app, pail_process.serve(PAIL, "--notify", f"*={app.url}") as server:
            tell(client(server), "photos", QUEUE, "s3:ObjectCreated:*")
            client(server).put_object(Bucket="photos", Key="k", Body=b"x")
            self.assertEqual(names(app.records(1)), [("ObjectCreated:Put", "k")])
            self.assertGreaterEqual(app.posts, 4, "two refused, the test message, and the event")

    def test_the_journal_shows_what_arrived_and_what_was_given_up(self):
        with Application() as app:
            gone = Application()
            gone.server_close()
            with pail_process.serve(PAIL, "--notify", f"{QUEUE}={app.url}", "--notify", f"{DOWN}={gone.url}",
                                    "--notify-patience", "0") as server:
                s3 = client(server)
                tell(s3, "heard", QUEUE, "s3:ObjectCreated:*")
                tell(s3, "unheard", DOWN, "s3:ObjectCreated:*")
                for bucket, verdict, status in (("heard", "delivered", 204), ("unheard", "given up", 0)):
                    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
                    entry = first_entry(server, {"kind": "notification", "bucket": bucket, "key": "k"})
                    self.assertEqual((entry["operation"], entry["verdict"], entry["status"]),
                                     ("ObjectCreated:Put", verdict, status))
                    detail = json.loads(entry["detail"])
                    self.assertEqual(detail["message"]["Records"][0]["s3"]["bucket"]["name"], bucket)
                    self.assertEqual(detail["attempts"], 1)


if __name__ == "__main__":
    unittest.main()
