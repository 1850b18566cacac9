"""The least of an S3 client that the crash test needs: requests signed by V2 over one kept connection."""
import base64
import hashlib
import hmac
import http.client
from email.utils import formatdate

import pail_process

SUBRESOURCES = ("delete", "partNumber", "uploadId", "uploads", "versionId", "versioning", "versions")
TIMEOUT_SECONDS = 30


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


class Client:
    """Not for two threads at once. Any exception of http.client or the socket: no answer came."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)

    def request(self, method, path, query=None, body=b"", headers=None):
        date = formatdate(usegmt=True)
        signed = "&".join(k + (f"={v}" if v else "") for k, v in sorted((query or {}).items()) if k in SUBRESOURCES)
        resource = path + ("?" + signed if signed else "")
        md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
        text = f"{method}\n{md5}\n\n{date}\n{resource}"
        digest = hmac.new(pail_process.SECRET_KEY.encode(), text.encode(), hashlib.sha1)
        signature = base64.b64encode(digest.digest()).decode()
        target = path + ("?" + "&".join(k + (f"={v}" if v else "") for k, v in query.items()) if query else "")
        self.connection.request(method, target, body, {
            "Date": date, "Content-MD5": md5, "Authorization": f"AWS {pail_process.ACCESS_KEY}:{signature}", **(headers or {})})
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def close(self):
        self.connection.close()
