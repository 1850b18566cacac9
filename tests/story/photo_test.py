"""The seed of this project, played over real sockets: a server that owns the secret, a phone that has none, and S3.

The clocks of signer and S3 stand in February 2013; the phone's shows today, or worse, and nobody minds."""
import contextlib
import datetime
import json
import pathlib
import sys
import tempfile
import unittest
from email.utils import format_datetime

import parties

PAIL, FIXTURES = sys.argv[1], pathlib.Path(sys.argv[2])
STORY = json.loads((FIXTURES / "expected.json").read_text())
PHOTO = FIXTURES / STORY["photo"]["file"]
KEYS = {"PAIL_ACCESS_KEY": STORY["access_key"], "PAIL_SECRET_KEY": STORY["secret"]}
BUCKET = STORY["bucket"]


class Stage:
    """S3 and the signer, with the bucket made by its owner, who is the third party that knows the secret."""

    def __init__(self, stack, s3_ahead_s=0):
        self.s3 = stack.enter_context(parties.running(
            PAIL, "serve", "--now", STORY["moment"], "--clock-offset", str(s3_ahead_s), environment=KEYS))
        self.host = f"s3.localhost:{self.s3.port}"
        self.signer = stack.enter_context(parties.running(
            PAIL, "signer", "--now", STORY["moment"], "--bucket", BUCKET, "--endpoint", f"http://{self.host}",
            environment=KEYS))
        now = datetime.datetime.fromisoformat(STORY["moment"].replace("Z", "+00:00"))
        self.s3_date = format_datetime(now + datetime.timedelta(seconds=s3_ahead_s))
        status, body = parties.curl(f"http://{BUCKET}.{self.host}/", "-X", "PUT", *self.owner("PUT", ""))
        if status != 200:
            raise AssertionError(f"the bucket was not made: {status} {body!r}")

    def owner(self, method, key):
        return parties.v2_headers(method, f"/{BUCKET}/{key}", self.s3_date, STORY["access_key"], STORY["secret"])

    def ask(self, path, document):
        return parties.post(self.signer.ready["endpoint"] + path, document)

    def sign(self, content_type, filename):
        status, answer = self.ask("/sign", {"content_type": content_type, "filename": filename})
        if status != 200:
            raise AssertionError(f"/sign: {status} {answer}")
        return answer

    def upload(self, signed, file, content_type=None):
        """The phone: Date, Content-Type and Authorization as they were handed out, no key of its own."""
        return parties.curl(
            f"http://{BUCKET}.{self.host}/{signed['key']}", "-T", str(file), "-H", f"Date: {signed['date']}",
            "-H", f"Content-Type: {content_type or signed['content_type']}",
            "-H", f"Authorization: AWS {signed['access_key']}:{signed['hmacDigest']}")

    def stored(self, key):
        return parties.curl(f"http://{BUCKET}.{self.host}/{key}", *self.owner("GET", key))


class Story(unittest.TestCase):
    def stage(self, **how):
        return Stage(self.enterContext(contextlib.ExitStack()), **how)

    def assert_refused(self, answer, expected):
        status, body = answer
        self.assertEqual(status, expected["status"])
        elements = parties.error_elements(body)
        self.assertEqual(elements["Code"], expected["code"])
        told = {name: elements.get(name) for name in expected["elements"]}
        self.assertEqual(told, expected["elements"])
        in_order = [name for name in elements if name in expected["elements"]]
        self.assertEqual(in_order, list(expected["elements"]), "S3's order of elements")

    def test_1_the_signer_answers_what_was_published(self):
        copy = STORY["other_published_copy"]
        for secret, digest in [(STORY["secret"], STORY["seed"]["hmacDigest"]), (copy["secret"], copy["hmacDigest"])]:
            with self.subTest(secret=secret), parties.running(
                    PAIL, "signer", "--now", STORY["moment"], "--bucket", BUCKET,
                    environment={**KEYS, "PAIL_SECRET_KEY": secret}) as signer:
                status, answer = parties.post(signer.ready["endpoint"] + "/sign", STORY["seed"]["request"])
                self.assertEqual(status, 200)
                self.assertEqual(answer["date"], STORY["seed"]["date"])
                self.assertEqual(answer["hmacDigest"], digest)

    def test_2_a_phone_that_is_plain_curl(self):
        stage = self.stage()
        signed = stage.sign(STORY["photo"]["content_type"], STORY["photo"]["key"])
        self.assertEqual(signed["url"], f"http://{BUCKET}.{stage.host}/{STORY['photo']['key']}")
        self.assertEqual(stage.upload(signed, PHOTO), (200, b""))
        self.assertEqual(stage.stored(STORY["photo"]["key"]), (200, PHOTO.read_bytes()))

    def test_2_a_phone_that_is_pail_put_whatever_its_clock_says(self):
        stage = self.stage()
        target = f"s3://{BUCKET}/{STORY['photo']['key']}"
        for clock in STORY["phone_clocks"]:
            with self.subTest(clock["case"]), tempfile.TemporaryDirectory() as folder:
                put = parties.run(PAIL, "put", "--signer", stage.signer.ready["endpoint"], *clock["arguments"],
                                  str(PHOTO), target)
                self.assertEqual(put[0], 0, put)
                back = pathlib.Path(folder) / "back.jpg"
                get = parties.run(PAIL, "get", "--now", STORY["moment"], target, str(back), environment={
                    "AWS_ACCESS_KEY_ID": STORY["access_key"], "AWS_SECRET_ACCESS_KEY": STORY["secret"],
                    "AWS_ENDPOINT_URL_S3": stage.s3.ready["endpoint"]})
                self.assertEqual(get[0], 0, get)
                self.assertEqual(back.read_bytes(), PHOTO.read_bytes())
                deleted = parties.curl(f"http://{BUCKET}.{stage.host}/{STORY['photo']['key']}", "-X", "DELETE",
                                       *stage.owner("DELETE", STORY["photo"]["key"]))
                self.assertEqual(deleted[0], 204)

    def test_3_how_far_the_clocks_may_be_apart(self):
        for case in STORY["skews"]:
            with self.subTest(case["case"]), contextlib.ExitStack() as stack:
                stage = Stage(stack, s3_ahead_s=case["server_ahead_s"])
                signed = stage.sign(**{"content_type": "text/plain", "filename": "foo.txt"})
                answer = stage.upload(signed, PHOTO)
                if case["status"] == 200:
                    self.assertEqual(answer, (200, b""))
                    self.assertEqual(stage.stored("foo.txt"), (200, PHOTO.read_bytes()))
                else:
                    self.assert_refused(answer, case)
                    self.assertEqual(stage.stored("foo.txt")[0], 404, "a refused upload leaves nothing")

    def test_3_a_changed_content_type_is_told_with_the_text_that_should_have_been_signed(self):
        expected = STORY["changed_content_type"]
        stage = self.stage()
        signed = stage.sign(**STORY["seed"]["request"])
        self.assert_refused(stage.upload(signed, PHOTO, content_type=expected["sent"]), expected)
        self.assertEqual(stage.stored("foo.txt")[0], 404, "a refused upload leaves nothing")

    def test_4_presigned_urls_put_and_get_in_both_versions(self):
        stage = self.stage()
        for version in ("v2", "v4"):
            with self.subTest(version):
                key = f"{version}/a b+c.jpg"
                asked = {"key": key, "expires": 300, "signature": version}
                status, put = stage.ask("/presign", {**asked, "method": "PUT", "content_type": "image/jpeg"})
                self.assertEqual(status, 200, put)
                self.assertEqual(parties.curl(put["url"], "-T", str(PHOTO), "-H", "Content-Type: image/jpeg"), (200, b""))
                status, get = stage.ask("/presign", {**asked, "method": "GET"})
                self.assertEqual(status, 200, get)
                self.assertEqual(parties.curl(get["url"]), (200, PHOTO.read_bytes()))
                self.assertEqual(parties.curl(put["url"], "-T", str(PHOTO), "-H", "Content-Type: text/html")[0], 403)

    def test_5_the_secret_is_in_nothing_the_signer_says(self):
        said = ""
        with contextlib.ExitStack() as stack:
            stage = Stage(stack)
            for path, document in [("/sign", STORY["seed"]["request"]), ("/sign", {}), ("/sign", "text"),
                                   ("/presign", {"method": "PUT", "key": "k", "expires": 60}),
                                   ("/presign", {"method": "GET", "key": "k", "expires": 60, "signature": "v2"}),
                                   ("/presign", {"method": "GET", "key": "k", "expires": -1}), ("/nowhere", {})]:
                said += json.dumps(stage.ask(path, document))
        said += stage.signer.said() + stage.s3.said().replace(stage.s3.output, "")
        self.assertIn("POST /sign 200", said)
        for spelling in parties.spellings(STORY["secret"]):
            self.assertNotIn(spelling, said)
        self.assertNotIn(STORY["seed"]["hmacDigest"], stage.signer.said(), "signatures are not logged either")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
