"""The signing service as a process, by curl: what docs/signing-service.md tells, tried."""
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest

import boto3
from botocore.config import Config

import pail_process

PAIL = sys.argv.pop(1)
TOKEN = "a-token-of-the-tests"
KEYS = {"PAIL_ACCESS_KEY": pail_process.ACCESS_KEY, "PAIL_SECRET_KEY": pail_process.SECRET_KEY}


def policy(**rule):
    return {"callers": [{"name": "web", "token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}],
            "rules": [{"name": "photos", "callers": ["web"], "may": ["PUT", "GET", "POST", "multipart", "upload"],
                       "buckets": ["photos"], "key": "users/{caller}/{path}", "content_types": ["image/*"],
                       "bytes": [1, 50_000_000], **rule},
                      {"name": "keys", "callers": ["web"], "may": ["credentials", "PUT", "GET"], "buckets": ["photos"],
                       "key": "users/{caller}/{path}", "seconds": 3600}]}


class Signer(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.policy = os.path.join(self.folder, "policy.json")
        self.audit = os.path.join(self.folder, "audit.jsonl")
        self.write(policy())
        self.s3 = self.enterContext(pail_process.serve(PAIL))
        self.client(self.s3["access_key"], self.s3["secret_key"]).create_bucket(Bucket="photos")
        self.signer = self.enterContext(pail_process.pail(
            PAIL, "signer", "--policy", self.policy, "--audit", self.audit, "--endpoint", self.s3["endpoint"],
            environment={"PAIL_ACCESS_KEY": self.s3["access_key"], "PAIL_SECRET_KEY": self.s3["secret_key"]}))

    def client(self, access_key, secret_key, token=None):
        return boto3.client("s3", endpoint_url=self.s3["endpoint"], region_name="us-east-1", aws_access_key_id=access_key,
                            aws_secret_access_key=secret_key, aws_session_token=token,
                            config=Config(retries={"max_attempts": 0}))

    def write(self, what):
        with open(self.policy, "w") as file:
            json.dump(what, file)

    def curl(self, *arguments, data=None):
        done = subprocess.run(["curl", "-sS", "--noproxy", "*", "-w", "\n%{http_code}", *arguments], input=data,
                              capture_output=True, check=True)
        body, _, status = done.stdout.rpartition(b"\n")
        return int(status), body

    def ask(self, path, question, token=TOKEN):
        status, body = self.curl("-H", f"Authorization: Bearer {token}", "-d", json.dumps(question),
                                 f"{self.signer['endpoint']}/{path}")
        return status, json.loads(body)

    def granted(self, path, question):
        status, answer = self.ask(path, question)
        self.assertEqual(status, 200, answer)
        return answer

    def stored(self, key):
        url = self.granted("presign", {"method": "GET", "key": key, "expires": 60})["url"]
        return self.curl(url)[1]

    def put(self, url, data, content_type):
        return self.curl("-X", "PUT", "-H", f"Content-Type: {content_type}", "--data-binary", "@-", url, data=data)[0]

    def test_a_presigned_url_takes_what_was_said(self):
        answer = self.granted("presign", {"method": "PUT", "filename": "My cat.jpg", "expires": 300,
                                          "content_type": "image/jpeg", "size": 5})
        self.assertEqual(answer["key"], "users/web/My-cat.jpg")
        self.assertEqual(self.put(answer["url"], b"123456", "image/jpeg"), 403)
        self.assertEqual(self.put(answer["url"], b"12345", "text/html"), 403)
        self.assertEqual(self.put(answer["url"], b"12345", "image/jpeg"), 200)
        self.assertEqual(self.stored(answer["key"]), b"12345")

    def test_signed_headers(self):
        answer = self.granted("sign", {"filename": "a.png", "content_type": "image/png", "size": 3, "signature": "v4"})
        headers = [part for name, value in answer["headers"].items() for part in ("-H", f"{name}: {value}")]
        self.assertEqual(self.curl("-X", "PUT", *headers, "--data-binary", "@-", answer["url"], data=b"123")[0], 200)
        self.assertEqual(self.stored(answer["key"]), b"123")

    def test_a_form(self):
        form = self.granted("post-policy", {"filename": "b.png", "expires": 60, "content_type": "image/png"})
        fields = [part for name, value in form["fields"].items() for part in ("-F", f"{name}={value}")]
        self.assertEqual(self.curl(*fields, "-F", "file=@-;filename=b.png", form["url"], data=b"png")[0], 204)
        self.assertEqual(self.stored(form["key"]), b"png")

    def test_a_file_in_parts(self):
        data = os.urandom(9 * 1024 * 1024)
        upload = self.granted("multipart", {"filename": "big.png", "content_type": "image/png", "size": len(data)})
        for part in upload["parts"]:
            begin = (part["number"] - 1) * upload["part_bytes"]
            status, _ = self.curl("-X", "PUT", "-H", "Content-Type:", "--data-binary", "@-", part["url"],
                                  data=data[begin:begin + part["size"]])
            self.assertEqual(status, 200)
        self.granted("complete", {"key": upload["key"], "upload_id": upload["upload_id"]})
        self.assertEqual(self.stored(upload["key"]), data)

    def test_a_body_through_the_service(self):
        data = os.urandom(20 * 1024 * 1024)
        status, body = self.curl("-H", f"Authorization: Bearer {TOKEN}", "-H", "Content-Type: image/png",
                                 "--data-binary", "@-", f"{self.signer['endpoint']}/upload?filename=c.png", data=data)
        self.assertEqual(status, 200, body)
        self.assertEqual(self.stored(json.loads(body)["key"]), data)

    def test_temporary_keys_with_boto3(self):
        keys = self.granted("credentials", {})
        s3 = self.client(keys["access_key"], keys["secret_key"], keys["session_token"])
        s3.put_object(Bucket=keys["bucket"], Key=keys["prefix"] + "x", Body=b"mine")
        with self.assertRaisesRegex(Exception, "AccessDenied"):
            s3.put_object(Bucket=keys["bucket"], Key="users/other/x", Body=b"his")

    def test_a_reload_takes_a_good_policy_and_passes_over_a_bad_one(self):
        question = {"method": "GET", "key": "users/web/x", "expires": 60}
        self.write(policy(seconds=59, may=["GET"], content_types=[]) | {"rules": []})
        self.hang_up_until(lambda: self.ask("presign", question)[0] == 403)
        with open(self.policy, "w") as file:
            file.write("{")
        self.signer["process"].send_signal(signal.SIGHUP)
        self.assertEqual(self.ask("presign", question)[0], 403)
        self.write(policy())
        self.hang_up_until(lambda: self.ask("presign", question)[0] == 200)

    def hang_up_until(self, happened):
        self.signer["process"].send_signal(signal.SIGHUP)
        for _ in range(200):
            if happened():
                return
        self.fail("the signal changed nothing")

    def test_the_audit_log_survives_rotation_and_holds_no_token(self):
        self.ask("presign", {"method": "GET", "key": "users/web/1", "expires": 60})
        self.ask("presign", {"method": "GET", "key": "users/web/2", "expires": 60}, token="wrong")
        with open(self.audit) as file:
            lines = [json.loads(line) for line in file]
        self.assertEqual([line["decision"] for line in lines], ["allow", "deny"])
        self.assertEqual(lines[0]["caller"], "web")
        os.rename(self.audit, self.audit + ".1")

        def written_anew():
            self.ask("presign", {"method": "GET", "key": "users/web/3", "expires": 60})
            return os.path.exists(self.audit) and os.path.getsize(self.audit) > 0
        self.hang_up_until(written_anew)
        with open(self.audit) as new, open(self.audit + ".1") as old:
            self.assertNotIn(TOKEN, old.read() + new.read())


class Called(unittest.TestCase):
    def run_signer(self, *arguments, environment=KEYS):
        done = subprocess.run([PAIL, "signer", *arguments], capture_output=True, text=True,
                              env=pail_process.clean_environment(**environment))
        return done.returncode, done.stdout + done.stderr

    def test_a_policy_is_checked(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "policy.json")
            for text, code, says in [(json.dumps(policy()), 0, "2 rules for 1 callers"),
                                     ('{"rules": [\n}', 1, "policy.json: not JSON: line 2"),
                                     ('{"rules": [{"name": "x"}]}', 1, "policy.json: rules[0].callers: must name one")]:
                with open(path, "w") as file:
                    file.write(text)
                self.assertEqual(self.run_signer("--check-policy", path)[0], code)
                self.assertIn(says, self.run_signer("--check-policy", path)[1])
        self.assertEqual(self.run_signer("--check-policy", "/nonexistent")[0], 1)

    def test_without_a_policy_it_stays_on_loopback(self):
        code, text = self.run_signer("--bucket", "photos", "--host", "0.0.0.0", "--port", "0")
        self.assertEqual(code, 2)
        self.assertIn("--policy", text)
        self.assertEqual(self.run_signer("--port", "0")[0], 2)

    def test_its_greeting_says_that_there_is_no_policy(self):
        process = subprocess.Popen([PAIL, "signer", "--bucket", "photos", "--port", "0"], stdout=subprocess.PIPE,
                                   text=True, env=pail_process.clean_environment(**KEYS))
        self.assertIn("photos", process.stdout.readline())
        self.assertIn("No policy", process.stdout.readline())
        process.terminate()
        process.stdout.close()
        self.assertEqual(process.wait(), 0)


unittest.main()
