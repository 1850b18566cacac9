"""curl, whose --aws-sigv4 signs V4, and by hand with V2, path style and virtual host: no other tool, no DNS set-up."""
import hashlib
import re
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import urlsplit

import pail_process
from curl_v2 import signed

PAIL = sys.argv.pop(1)
BODY = bytes(range(256)) * 40


def curl(*arguments, body=None):
    """(status, headers as text, body)"""
    with tempfile.NamedTemporaryFile() as head:
        done = subprocess.run(["curl", "-sS", "-D", head.name, *arguments], input=body, stdout=subprocess.PIPE,
                              env=pail_process.clean_environment(), check=True)
        headers = head.read().decode("latin-1")
    return int(re.findall(r"^HTTP/1\.1 (\d+)", headers, re.M)[-1]), headers, done.stdout


class Curl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))
        cls.endpoint = cls.server["endpoint"]
        cls.port = urlsplit(cls.endpoint).port
        cls.photo = cls.enterClassContext(tempfile.NamedTemporaryFile())
        cls.photo.write(BODY)
        cls.photo.flush()

    def v4(self, *arguments, **more):
        return curl("--aws-sigv4", "aws:amz:us-east-1:s3", "--user",
                    f"{self.server['access_key']}:{self.server['secret_key']}", *arguments, **more)

    def test_v4_path_style_whole_round(self):
        bucket, key = f"{self.endpoint}/curl-v4", f"{self.endpoint}/curl-v4/a%20b/photo.jpg"
        # curl of Debian 12 leaves x-amz-content-sha256 out of what it sends, and S3 insists on it.
        unsigned = ["-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"]
        self.assertEqual(self.v4(*unsigned, "-X", "PUT", bucket)[0], 200)
        self.assertEqual(self.v4(*unsigned, "-T", self.photo.name, key)[0], 200)
        self.assertEqual(self.v4(*unsigned, key)[2], BODY)
        status, headers, body = self.v4(*unsigned, "-r", "10-19", key)
        self.assertEqual((status, body), (206, BODY[10:20]))
        self.assertIn("content-range: bytes 10-19/10240", headers.lower())
        self.assertIn(b"<Key>a b/photo.jpg</Key>", self.v4(*unsigned, bucket)[2])
        self.assertEqual(self.v4(*unsigned, "-X", "DELETE", key)[0], 204)
        self.assertEqual(self.v4(*unsigned, key)[0], 404)
        self.assertEqual(self.v4(*unsigned, "-X", "DELETE", bucket)[0], 204)

    def test_v2_virtual_host_without_dns(self):
        host = f"http://curl-v2.s3.localhost:{self.port}"
        self.assertEqual(curl(*signed("PUT", "/curl-v2/"), "-X", "PUT", host + "/")[0], 200)
        status, _, body = curl(*signed("PUT", "/curl-v2/photo.jpg", "image/jpeg"), "-T", self.photo.name, host + "/photo.jpg")
        self.assertEqual((status, body), (200, b""))
        status, headers, body = curl(*signed("GET", "/curl-v2/photo.jpg"), host + "/photo.jpg")
        self.assertEqual((status, body), (200, BODY))
        self.assertIn("Content-Type: image/jpeg", headers)
        self.assertIn(f'ETag: "{hashlib.md5(BODY).hexdigest()}"', headers)
        self.assertEqual(curl(*signed("HEAD", "/curl-v2/photo.jpg"), "-I", host + "/photo.jpg")[0], 200)
        self.assertEqual(curl(*signed("DELETE", "/curl-v2/photo.jpg"), "-X", "DELETE", host + "/photo.jpg")[0], 204)
        self.assertEqual(curl(*signed("DELETE", "/curl-v2/"), "-X", "DELETE", host + "/")[0], 204)

    def test_a_changed_content_type_is_refused_with_the_text_that_was_signed(self):
        fields = [f if not f.startswith("Content-Type") else "Content-Type: text/html"
                  for f in signed("PUT", "/curl-v2/x", "text/plain")]
        status, _, body = curl(*fields, "-T", self.photo.name, f"http://curl-v2.s3.localhost:{self.port}/x")
        self.assertEqual(status, 403)
        self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", body)
        self.assertIn(b"<StringToSign>PUT\n\ntext/html\n", body)

    def test_an_unsigned_request_is_denied_and_an_old_one_is_too_skewed(self):
        curl(*signed("PUT", "/curl-any"), "-X", "PUT", f"{self.endpoint}/curl-any")
        self.assertIn(b"<Code>AccessDenied</Code>", curl(f"{self.endpoint}/curl-any/x")[2])
        old = ["-H", "Date: Wed, 06 Feb 2013 00:57:45 GMT", "-H", f"Authorization: AWS {pail_process.ACCESS_KEY}:x"]
        self.assertIn(b"<Code>RequestTimeTooSkewed</Code>", curl(*old, f"{self.endpoint}/curl-any/x")[2])


unittest.main()
