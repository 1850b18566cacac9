"""POST forms: policies signed by botocore's HmacV1PostAuth and S3SigV4PostAuth, as multipart/form-data of our own."""
import datetime
import types

import botocore.auth

from . import cases


class Form:
    def __init__(self, fields, content, boundary, filename):
        self.fields, self.content, self.boundary, self.filename = fields, content, boundary, filename

    def body(self):
        lines = [f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in self.fields.items()]
        head = f'--{self.boundary}\r\nContent-Disposition: form-data; name="file"; filename="{self.filename}"\r\n'
        return b"".join(lines) + head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + self.content + \
            f"\r\n--{self.boundary}--\r\n".encode()


def seal(case, form):
    """Puts the form, as it is by now, into the case."""
    case.method, case.target, case.form = "POST", case.bucket_path(), form
    case.headers = [("Content-Type", f"multipart/form-data; boundary={form.boundary}")]
    case.body = form.body()


def draft(case):
    random = case.random
    key = cases.text(random, 30, cases.TEXT.replace("$", ""))
    fields = {"key": key}
    conditions = [{"bucket": case.bucket}, random.choice([{"key": key}, ["eq", "$key", key],
                                                          ["starts-with", "$key", key[:random.randint(1, 30)]]])]
    for number in range(random.randint(0, 3)):
        name, value = f"x-amz-meta-{number}", cases.text(random, 20, cases.UNRESERVED + " ,;=/+")
        fields[name] = value.strip() or "v"
        conditions.append({name: fields[name]})
    content = random.randbytes(random.choice([0, 1, 5000]))
    if random.random() < 0.5:
        conditions.append(["content-length-range", 0, 5000])
    if random.random() < 0.5:
        fields["success_action_status"] = random.choice(["200", "201", "204"])
        conditions.append(["starts-with", "$success_action_status", "20"])
    end = datetime.datetime.fromtimestamp(cases.NOW + random.choice([1, 3600, 10 ** 7]), datetime.timezone.utc)
    policy = {"expiration": end.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "conditions": conditions}
    return policy, fields, content


def signed(case, signer):
    policy, fields, content = draft(case)
    context = {"s3-presign-post-fields": fields, "s3-presign-post-policy": policy}
    signer.add_auth(types.SimpleNamespace(context=context))
    boundary = "----" + cases.text(case.random, 20, cases.UNRESERVED[:62])
    seal(case, Form(fields, content, boundary, "photo.jpg"))


def v2_post(case):
    signed(case, botocore.auth.HmacV1PostAuth(case.credentials))


def v4_post(case):
    cases.set_clock(case.random)
    signed(case, botocore.auth.S3SigV4PostAuth(case.credentials, "s3", cases.REGION))
