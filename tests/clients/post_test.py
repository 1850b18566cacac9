"""Form uploads as they are really sent: curl's, with the line of `pail post-policy`, with boto3's fields in both
versions, with the signing service's, and byte by byte over a socket."""
import hashlib
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import urlsplit

import boto3
import pail_process
from botocore.config import Config

PAIL = sys.argv.pop(1)
BODY = b"\xff\xd8\xff\r\n--\r\n" + bytes(range(256)) * 4000
KEYS = {"AWS_ACCESS_KEY_ID": pail_process.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": pail_process.SECRET_KEY}


def run(*arguments, shell=False):
    done = subprocess.run(arguments[0] if shell else arguments, shell=shell, capture_output=True, timeout=60,
                          env=pail_process.clean_environment(**KEYS))
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout


class Post(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL, "--log-level", "off"))
        cls.endpoint = cls.server["endpoint"]
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.photo = cls.folder / 'a "b" ü.jpg'
        cls.photo.write_bytes(BODY)
        cls.s3("s3v4").create_bucket(Bucket="posts")

    @classmethod
    def s3(cls, signature):
        return boto3.client("s3", endpoint_url=cls.endpoint, region_name="us-east-1",
                            aws_access_key_id=cls.server["access_key"], aws_secret_access_key=cls.server["secret_key"],
                            config=Config(signature_version=signature, s3={"addressing_style": "path"}))

    def stored(self, key):
        return self.s3("s3v4").get_object(Bucket="posts", Key=key)

    def form_string(self, fields):
        return [word for name, value in fields.items() for word in ("--form-string", f"{name}={value}")]

    def curl(self, url, fields, *more):
        """(status, body) of a form with the photo as its file."""
        quoted = str(self.photo).replace('"', '\\"')
        out = run("curl", "-sS", "-w", "\n%{http_code}", *self.form_string(fields), "-F", f'file=@"{quoted}"', *more, url)
        body, status = out.rsplit(b"\n", 1)
        return int(status), body

    def policy(self, *arguments, form="json"):
        return run(PAIL, "post-policy", "--endpoint-url", self.endpoint, "--bucket", "posts", "--format", form,
                   *arguments).decode()

    def test_the_line_for_curl_uploads(self):
        for version in ("v2", "v4"):
            with self.subTest(version):
                line = self.policy("--key", f"line's {version}", "--content-type", "image/jpeg", "--signature", version,
                                   "--condition", '{"x-amz-meta-by": "@me <you>"}', form="curl")
                plain = self.folder / "photo.jpg"
                plain.write_bytes(BODY)
                run(line.replace("FILE", str(plain)).replace("curl ", "curl -sSf ", 1), shell=True)
                found = self.stored(f"line's {version}")
                self.assertEqual(found["Body"].read(), BODY)
                self.assertEqual((found["ContentType"], found["Metadata"]), ("image/jpeg", {"by": "@me <you>"}))

    def test_the_files_name_as_this_curl_writes_it(self):
        form = json.loads(self.policy("--key-prefix", "named/", "--success-status", "201"))
        status, body = self.curl(form["url"], form["fields"])
        self.assertEqual(status, 201)
        self.assertIn('<Key>named/a &quot;b&quot; ü.jpg</Key>', body.decode())
        self.assertEqual(self.curl(form["url"], form["fields"], "--form-escape")[0], 201)
        listed = self.s3("s3v4").list_objects_v2(Bucket="posts", Prefix="named/")["Contents"]
        self.assertEqual([entry["Key"] for entry in listed], ['named/a "b" ü.jpg'])

    def test_a_file_outside_the_range_is_refused(self):
        for range_, code in (("1,1000", b"EntityTooLarge"), ("2000000,3000000", b"EntityTooSmall")):
            form = json.loads(self.policy("--key", "ranged", "--content-length-range", range_))
            status, body = self.curl(form["url"], form["fields"])
            self.assertEqual(status, 400)
            self.assertIn(b"<Code>" + code + b"</Code>", body)
            self.assertIn(f"<ProposedSize>{len(BODY)}</ProposedSize>".encode(), body)

    def test_a_refusal_reaches_a_client_that_is_still_sending(self):
        form = json.loads(self.policy("--key", "other"))
        large = self.folder / "large"
        with open(large, "wb") as out:
            out.truncate(64 << 20)
        for expect in ("Expect:", "Expect: 100-continue"):
            with self.subTest(expect):
                out = run("curl", "-sS", "-H", expect, *self.form_string({**form["fields"], "key": "changed"}),
                          "-F", f"file=@{large}", form["url"])
                self.assertIn(b"Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;, &quot;other&quot;]", out)

    def test_the_page_is_a_form_with_every_field(self):
        arguments = ("--key", '<"&>', "--now", "2026-01-01T00:00:00Z")
        page = self.policy(*arguments, form="html")
        self.assertIn(f'<form action="{self.endpoint}/posts" method="post" enctype="multipart/form-data">', page)
        self.assertIn('<input type="hidden" name="key" value="&lt;&quot;&amp;&gt;">', page)
        for name in json.loads(self.policy(*arguments))["fields"]:
            self.assertIn(f'name="{name}"', page)
        self.assertLess(page.index('name="policy"'), page.index('type="file" name="file"'))

    def test_wrong_calls_say_what_is_wrong(self):
        for arguments, why in ((("--key", "k", "--key-prefix", "p"), "one of --key and --key-prefix"), ((), "--key"),
                               (("--key", "k", "--condition", "[]"), "missing operation identifier"),
                               (("--key", "k", "--content-length-range", "5,1"), "MIN,MAX"),
                               (("--key", "k", "--expires", "604801"), "from 1 to 604800")):
            done = subprocess.run([PAIL, "post-policy", "--bucket", "posts", *arguments], capture_output=True,
                                  env=pail_process.clean_environment(**KEYS))
            self.assertEqual((done.returncode, done.stdout), (2, b""), arguments)
            self.assertIn(why, done.stderr.decode())

    def test_boto3_in_both_versions(self):
        for signature in ("s3", "s3v4"):
            with self.subTest(signature):
                form = self.s3(signature).generate_presigned_post(
                    "posts", f"{signature}/${{filename}}", ExpiresIn=60, Fields={"Content-Type": "image/jpeg"},
                    Conditions=[["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 2000000]])
                status, body = self.curl(form["url"], form["fields"])
                self.assertEqual((status, body), (204, b""))
                found = self.stored(f'{signature}/a "b" ü.jpg')
                self.assertEqual((found["Body"].read(), found["ContentType"]), (BODY, "image/jpeg"))
                self.assertEqual(found["ETag"], f'"{hashlib.md5(BODY).hexdigest()}"')
                status, body = self.curl(form["url"], {**form["fields"], "acl": "private"})
                self.assertEqual(status, 403)
                self.assertIn(b"Extra input fields: acl", body)

    def test_the_signing_services_form(self):
        with pail_process.pail(PAIL, "signer", "--bucket", "posts", "--endpoint", self.endpoint,
                               environment={"PAIL_ACCESS_KEY": pail_process.ACCESS_KEY,
                                            "PAIL_SECRET_KEY": pail_process.SECRET_KEY}) as signer:
            url = urlsplit(signer["endpoint"])
            for version in ("v2", "v4"):
                connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
                connection.request("POST", "/post-policy", json.dumps(
                    {"key_prefix": f"service-{version}/", "expires": 60, "signature": version,
                     "content_type": "image/jpeg", "content_length_range": [1, 2000000]}))
                answer = connection.getresponse()
                form = json.loads(answer.read())
                connection.close()
                self.assertEqual(answer.status, 200, form)
                self.assertEqual(self.curl(form["url"], form["fields"])[0], 204)
                self.assertEqual(self.stored(f'service-{version}/a "b" ü.jpg')["Body"].read(), BODY)

    def test_a_body_without_a_length_in_small_pieces(self):
        form = json.loads(self.policy("--key", "pieces"))
        parts = [*form["fields"].items(), ('file"; filename="x', "hello\r\n--B-\r\n")]
        body = "".join(f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts)
        body = (body + "--B--\r\n").encode()
        url = urlsplit(form["url"])
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        connection.request("POST", url.path, (body[i:i + 7] for i in range(0, len(body), 7)), encode_chunked=True,
                           headers={"Content-Type": "multipart/form-data; boundary=B", "Transfer-Encoding": "chunked"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.read()), (204, b""))
        connection.close()
        self.assertEqual(self.stored("pieces")["Body"].read(), b"hello\r\n--B-\r\n")


unittest.main()
