"""V2 for curl, written out from the fact sheet rather than taken from our signer, so that the two can disagree."""
import base64
import hashlib
import hmac
from email.utils import formatdate

import pail_process


def signed(method, resource, content_type="", secret=pail_process.SECRET_KEY, access_key=pail_process.ACCESS_KEY):
    """curl arguments that sign a request for `resource` (bucket in front of the path, raw) at this moment."""
    date = formatdate(usegmt=True)
    text = f"{method}\n\n{content_type}\n{date}\n{resource}"
    digest = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
    fields = ["-H", f"Date: {date}", "-H", f"Authorization: AWS {access_key}:{digest}"]
    return fields + (["-H", f"Content-Type: {content_type}"] if content_type else [])
