"""Spoils one signed part of a case. Each mutation is (name, function); the function answers False where the case has no
such part. What a signature does not cover is never touched."""
import base64
import hashlib
import re
import string

from . import cases, forms

HEX = "0123456789abcdef"
BASE64 = string.ascii_letters + string.digits
# Digits and letters outside percent escapes.
PLAIN = re.compile(r"%[0-9A-Fa-f]{2}|([A-Za-z0-9])")


def other(random, character, alphabet):
    return random.choice([c for c in alphabet if c != character])


def swap_one(random, text, alphabet):
    """`text` with one plain character exchanged; None without one."""
    places = [m.start(1) for m in PLAIN.finditer(text) if m.group(1) and m.group(1) in alphabet]
    if not places:
        return None
    at = random.choice(places)
    return text[:at] + other(random, text[at], alphabet) + text[at + 1:]


def split(case):
    path, mark, query = case.target.partition("?")
    return path, mark, query


def change_parameter(case, name, change):
    path, mark, query = split(case)
    pieces = query.split("&") if mark else []
    for at, piece in enumerate(pieces):
        if piece.split("=", 1)[0].lower() == name.lower():
            changed = change(piece.split("=", 1)[1] if "=" in piece else "")
            if changed is None:
                return False
            pieces[at] = f"{piece.split('=', 1)[0]}={changed}"
            case.target = f"{path}?{'&'.join(pieces)}"
            return True
    return False


def path(case):
    raw, mark, query = split(case)
    prefix = case.bucket_path() if case.virtual else case.bucket_path() + "/"
    key = swap_one(case.random, raw[len(prefix):], BASE64) if raw.startswith(prefix) else None
    changed = prefix + key if key else raw + ("x" if case.virtual or raw != case.bucket_path() else "/x")
    case.target = changed + mark + query
    return True


def method(case):
    case.method = {"GET": "DELETE", "HEAD": "GET", "PUT": "GET", "DELETE": "GET"}[case.method]
    return True


def add_amz_header(case):
    case.headers.append(("x-amz-meta-added", "1"))
    return True


def change_header(case, name, value):
    at = next(i for i, (n, _) in enumerate(case.headers) if n.lower() == name.lower())
    case.headers[at] = (case.headers[at][0], value)
    return True


def header_value(case):
    if case.kind.endswith("query") and case.kind.startswith("v2"):
        names = ["content-type", "content-md5"]
    else:
        metadata = [n.lower() for n, _ in case.headers if n.lower().startswith("x-amz-meta")]
        names = ["content-type", "content-md5", *metadata]
    present = [n for n in names if case.header(n) is not None]
    if not present:
        return False
    name = case.random.choice(present)
    old = case.header(name)
    if name == "content-md5":
        return change_header(case, name, base64.b64encode(hashlib.md5(old.encode()).digest()).decode())
    at = case.random.randint(1, max(1, len(old.strip()) - 1))
    return change_header(case, name, old.strip()[:at] + "x" + old.strip()[at:])


def drop_metadata(case):
    names = [n for n, _ in case.headers if n.lower().startswith("x-amz-meta")]
    if not names or case.kind == "v2_query":  # there, the URL has it as well
        return False
    name = case.random.choice(names)
    case.headers = [(n, v) for n, v in case.headers if n != name]
    return True


def metadata_in_query(case):
    found = re.search(r"[?&](x-amz-meta-[^=&]+)=", case.target, re.I)
    return bool(found) and change_parameter(case, found.group(1), lambda value: value + "x")


def response_parameter(case):
    found = re.search(r"[?&](response-[^=&]+)=", case.target)
    return bool(found) and change_parameter(case, found.group(1), lambda value: value + "x")


def sub_resource(case):
    raw, mark, query = split(case)
    first, more, rest = query.partition("&")
    listed = cases.NAME_ONLY if raw == case.bucket_path() else cases.OF_OBJECTS
    if first.rstrip("=") not in listed:
        return False
    case.target = f"{raw}?{case.random.choice([n for n in listed if n != first.rstrip('=')])}{more}{rest}"
    return True


def added_parameter(case):
    case.target += ("&" if "?" in case.target else "?") + "zz=1"
    return True


def host(case):
    if case.virtual:
        return False
    case.host = case.host.replace("127.0.0.1", "localhost")
    return True


def signature(case):
    in_query = {"v2_query": ("Signature", BASE64), "v4_query": ("X-Amz-Signature", HEX)}
    if case.kind in in_query:
        name, alphabet = in_query[case.kind]
        return change_parameter(case, name, lambda value: swap_one(case.random, value, alphabet))
    value = case.header("Authorization")
    v4 = value.startswith("AWS4")
    head, text = value.rsplit("Signature=" if v4 else ":", 1)
    text = case.random.choice([text.upper(), swap_one(case.random, text, HEX)]) if v4 and text.upper() != text \
        else swap_one(case.random, text, BASE64)
    return change_header(case, "Authorization", head + ("Signature=" if v4 else ":") + text)


def access_key(case):
    mine = case.credentials.access_key
    changed = mine[:-1] + other(case.random, mine[-1], string.ascii_uppercase)
    if case.kind in ("v2_query", "v4_query"):
        name = "AWSAccessKeyId" if case.kind == "v2_query" else "X-Amz-Credential"
        return change_parameter(case, name, lambda value: value.replace(mine, changed, 1))
    return change_header(case, "Authorization", case.header("Authorization").replace(mine, changed, 1))


def date(case):
    if case.kind == "v2_query":
        return change_parameter(case, "Expires", lambda value: str(int(value) + 1))
    if case.kind == "v4_query":
        if case.random.random() < 0.5:
            return change_parameter(case, "X-Amz-Expires", lambda value: str(int(value) + 1))
        return change_parameter(case, "X-Amz-Date", lambda value: other_second(case.random, value))
    name = "Date" if case.kind == "v2_header" else "X-Amz-Date"
    return change_header(case, name, other_second(case.random, case.header(name)))


def other_second(random, text):
    found = re.search(r":\d\d:(\d\d)|\d{8}T\d{4}(\d\d)Z", text)
    at = found.start(1) if found.group(1) else found.start(2)
    changed = random.choice([s for s in range(60) if s != int(text[at:at + 2])])
    return f"{text[:at]}{changed:02}{text[at + 2:]}"


def scope(case):
    old, new = case.random.choice([(f"/{cases.REGION}/", "/eu-central-2/"), ("/s3/", "/s4/"), ("/2026", "/2025"),
                                   ("aws4_request", "aws4_reques")])
    if case.kind == "v4_query":
        old, new = old.replace("/", "%2F"), new.replace("/", "%2F")
        return change_parameter(case, "X-Amz-Credential", lambda value: value.replace(old, new))
    return change_header(case, "Authorization", case.header("Authorization").replace(old, new, 1))


def payload_hash(case):
    value = case.header("X-Amz-Content-SHA256") or ""
    if len(value) != 64:
        return False
    return change_header(case, "X-Amz-Content-SHA256", swap_one(case.random, value, HEX))


def body(case):
    if not case.body_signed:
        return False
    at = case.random.randrange(len(case.body))
    case.body = case.body[:at] + bytes([case.body[at] ^ 1]) + case.body[at + 1:]
    return True


def token(case):
    if case.header("x-amz-security-token") is None:
        return False
    return change_header(case, "x-amz-security-token", case.header("x-amz-security-token") + "x")


def form_field(*names):
    def change(case):
        form = case.form
        name = next((n for n in form.fields if n.lower() in names or "meta" in names and n.startswith("x-amz-meta")), None)
        if name is None:
            return False
        old = form.fields[name]
        alphabet = HEX if name == "x-amz-signature" else BASE64
        if name == "key":  # a condition may bind no more than its beginning
            form.fields[name] = other(case.random, old[0], BASE64) + old[1:]
        else:
            form.fields[name] = swap_one(case.random, old, alphabet) or "x" + old
        forms.seal(case, form)
        return True
    change.__name__ = "form_" + names[0]
    return change


def form_extra_field(case):
    case.form.fields["x-amz-meta-extra"] = "1"
    forms.seal(case, case.form)
    return True


HEADERS = [path, method, add_amz_header, header_value, drop_metadata, signature, access_key, date, body, token]
V4 = [host, scope, added_parameter, payload_hash]
FORM = [form_field("policy"), form_field("signature", "x-amz-signature"), form_field("key"), form_field("meta"),
        form_field("awsaccesskeyid", "x-amz-credential"), form_field("x-amz-date"), form_extra_field]
OF_KIND = {
    "v2_header": [*HEADERS, response_parameter, sub_resource],
    "v2_query": [path, method, add_amz_header, header_value, signature, access_key, date, response_parameter,
                 sub_resource, metadata_in_query],
    "v4_header": [*HEADERS, *V4, response_parameter, sub_resource],
    "v4_query": [path, method, add_amz_header, header_value, drop_metadata, signature, access_key, date, host, scope,
                 added_parameter, response_parameter, sub_resource],
    "v4_trailer": [*HEADERS, *V4],
    "v4_chunks": [*HEADERS, *V4],
    "v2_post": FORM,
    "v4_post": FORM,
    "compat": [path, signature, access_key],
}


def spoil(case):
    """Applies one mutation that fits; answers its name."""
    choices = list(OF_KIND[case.kind])
    case.random.shuffle(choices)
    for change in choices:
        if change(case):
            return change.__name__
    raise AssertionError(f"nothing to spoil in {case.kind}")
