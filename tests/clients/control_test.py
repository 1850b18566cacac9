"""The control API over real sockets, every call of it, held against openapi.json by an implementation of JSON Schema that
is not ours: each answer's status is one the document names, its body is as the document says, and so is each document
that was sent and taken."""
import contextlib
import http.client
import json
import os
import sys
import unittest
from urllib.parse import quote, urlencode, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from jsonschema import Draft202012Validator, FormatChecker

import pail_process

PAIL = sys.argv.pop(1)
DOCUMENT = os.path.join(os.path.dirname(__file__), "..", "..", "emulator", "control", "openapi.json")


class Api:
    """Calls by operationId, so that those which nobody made can be told at the end."""

    def __init__(self, base, document):
        self.base, self.document, self.made, self.statuses = urlsplit(base), document, set(), set()
        self.operations = {call["operationId"]: (method.upper(), path, call)
                           for path, item in document["paths"].items()
                           for method, call in item.items() if method != "parameters"}

    def resolve(self, value):
        while "$ref" in value:
            found = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            value = found
        return value

    def judge(self, schema, value, what):
        whole = {**schema, "components": self.document["components"]}
        faults = [f"{what}{fault.json_path}: {fault.message}"
                  for fault in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)]
        if faults:
            raise AssertionError("\n".join([*faults, json.dumps(value)[:2000]]))

    def send(self, method, target, body=None, headers=None):
        """(status, headers, body as bytes)"""
        with contextlib.closing(http.client.HTTPConnection(self.base.hostname, self.base.port, timeout=30)) as connection:
            connection.request(method, target, body, headers or {})
            with connection.getresponse() as response:
                return response.status, response.headers, response.read()

    def judge_answer(self, name, call, status, headers, body):
        if str(status) not in call["responses"]:
            raise AssertionError(f"{name}: {status} is in no description: {body!r}")
        content = self.resolve(call["responses"][str(status)]).get("content")
        if content is None:
            if body:
                raise AssertionError(f"{name}: a body nobody described: {body!r}")
            return None
        (media, described), = content.items()
        if headers["Content-Type"] != media:
            raise AssertionError(f"{name}: {headers['Content-Type']} instead of {media}")
        if media != "application/json":
            return body
        answer = json.loads(body)
        self.judge(described["schema"], answer, f"{name} {status}")
        return answer

    def __call__(self, name, status, document=None, *, body=None, query=None, headers=None, **names):
        """Makes the call; the answer must have that status. Returns its document, or its bytes."""
        method, path, call = self.operations[name]
        target = self.base.path.rstrip("/") + path.format(**{k: quote(v, safe="") for k, v in names.items()})
        if query:
            target += "?" + urlencode(query)
        if document is not None:
            body = json.dumps(document)
            if status < 300:
                self.judge(call["requestBody"]["content"]["application/json"]["schema"], document, f"{name} request")
        got, fields, answer = self.send(method, target, body, headers)
        result = self.judge_answer(name, call, got, fields, answer)
        if got != status:
            raise AssertionError(f"{name}: {got} instead of {status}: {answer!r}")
        self.made.add(name)
        self.statuses.add((name, status))
        return result


class Control(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(DOCUMENT, encoding="utf-8") as file:
            cls.document = json.load(file)
        cls.server = cls.enterClassContext(pail_process.serve(PAIL))
        cls.api = Api(cls.server["control"], cls.document)

    def world(self, **wanted):
        return self.api("createWorld", 201, wanted)

    def s3(self, world, **config):
        return boto3.client("s3", endpoint_url=world["endpoint"], region_name=world["region"],
                            aws_access_key_id=world["access_key"], aws_secret_access_key=world["secret_key"],
                            config=Config(retries={"max_attempts": 0}, **config))

    def refuses(self, code):
        return self.assertRaisesRegex(ClientError, rf"\({code}\)")

    def test_the_document_is_served_as_it_is_written(self):
        self.assertEqual(self.api("getOpenapi", 200), self.document)

    def test_its_schemas_are_schemas_and_its_references_lead_somewhere(self):
        for name, schema in self.document["components"]["schemas"].items():
            with self.subTest(name):
                Draft202012Validator.check_schema(schema)

        def references(value):
            if isinstance(value, dict):
                if "$ref" in value:
                    self.api.resolve(value)
                for inner in value.values():
                    references(inner)
            elif isinstance(value, list):
                for inner in value:
                    references(inner)
        references(self.document)

    def test_the_server_tells_of_itself(self):
        self.assertGreaterEqual(self.api("getHealth", 200)["worlds"], 1)
        self.s3(self.server).list_buckets()
        self.assertIn(b"ListBuckets", self.api("getMetrics", 200))
        self.api("getHealth", 400, query={"verbose": "1"})

    def test_worlds_come_and_go(self):
        mine = self.world(name="mine", clock={"mode": "offset", "seconds": 0})
        self.s3(mine).create_bucket(Bucket="photos")
        self.assertEqual(self.api("getWorld", 200, world="mine")["access_key"], mine["access_key"])
        self.assertIn("mine", [world["name"] for world in self.api("listWorlds", 200)["worlds"]])
        fork = self.world(**{"from": "mine"})
        self.assertEqual([b["Name"] for b in self.s3(fork).list_buckets()["Buckets"]], ["photos"])
        self.api("createWorld", 409, {"name": "mine"})
        self.api("createWorld", 404, {"from": "yours"})
        self.api("createWorld", 400, {"form": "mine"})
        self.api("resetWorld", 204, world="mine")
        self.assertEqual(self.s3(mine).list_buckets()["Buckets"], [])
        self.assertEqual(len(self.s3(fork).list_buckets()["Buckets"]), 1)
        self.api("removeWorld", 204, world="mine")
        self.api("removeWorld", 409, world="default")
        for call in ("getWorld", "removeWorld", "resetWorld"):
            self.api(call, 404, world="mine")
        with self.refuses("InvalidAccessKeyId"):
            self.s3(mine).list_buckets()

    def test_snapshots_bring_a_moment_back(self):
        world = self.world(name="kept")
        s3 = self.s3(world)
        s3.create_bucket(Bucket="photos")
        s3.put_object(Bucket="photos", Key="cat", Body=b"meow")
        self.api("takeSnapshot", 201, world="kept", snapshot="noon")
        self.api("takeSnapshot", 200, {}, world="kept", snapshot="noon")
        s3.put_object(Bucket="photos", Key="cat", Body=b"purr")
        self.api("restoreSnapshot", 204, {"snapshot": "noon"}, world="kept")
        self.assertEqual(s3.get_object(Bucket="photos", Key="cat")["Body"].read(), b"meow")
        self.assertEqual(len(self.api("listSnapshots", 200, world="kept")["snapshots"]), 1)
        self.assertEqual(self.api("getSnapshot", 200, world="kept", snapshot="noon")["name"], "noon")
        self.api("dropSnapshot", 204, world="kept", snapshot="noon")
        for call in ("getSnapshot", "dropSnapshot"):
            self.api(call, 404, world="kept", snapshot="noon")
        self.api("restoreSnapshot", 404, {"snapshot": "noon"}, world="kept")
        self.api("takeSnapshot", 400, world="kept", snapshot="not a name")

    def test_the_clock_decides_what_is_too_old(self):
        world = self.world(name="timed")
        self.assertEqual(self.api("getClock", 200, world="timed")["mode"], "system")
        self.api("setClock", 200, {"mode": "offset", "seconds": -960}, world="timed")
        with self.refuses("RequestTimeTooSkewed"):
            self.s3(world).list_buckets()
        moment = {"mode": "fixed", "now": "2013-02-06T00:57:45Z"}
        self.assertEqual(self.api("setClock", 200, moment, world="timed"), moment)
        moved = self.api("advanceClock", 200, {"seconds": 0.25}, world="timed")
        self.assertEqual(moved["now"], "2013-02-06T00:57:45.250000Z")
        self.api("setClock", 200, {"mode": "system"}, world="timed")
        self.s3(world).list_buckets()
        self.api("setClock", 400, {"mode": "sundial"}, world="timed")
        self.api("advanceClock", 400, {}, world="timed")

    def test_faults_of_every_form_are_described(self):
        self.world(name="rough")
        actions = [
            {"error": "SlowDown"}, {"error": {"code": "SlowDown", "message": "m", "retry_after_seconds": 1}},
            {"status": 418}, {"delay_ms": 5}, {"delay_ms": {"distribution": "uniform", "min": 1, "max": 2}},
            {"delay_ms": {"distribution": "normal", "mean": 5, "deviation": 1}},
            {"delay_ms": {"distribution": "exponential", "mean": 5}}, {"bandwidth_bytes_per_second": 1000},
            {"bandwidth_bytes_per_second": {"up": 1000}}, {"close": {"when": "after_response_bytes", "bytes": 10}},
            {"close": {"how": "rst"}}, {"stall_ms": 5}, {"stall_ms": {"length": 5, "after_bytes": 2}},
            {"corrupt_response": {"offset": 3}}, {"wrong_etag": True}, {"error_in_200": "InternalError"},
            {"commit_then_fail": True}, {"commit_then_fail": "reset"}, {"clock_offset_seconds": -1000},
            {"redirect": {"status": 307, "endpoint": "http://127.0.0.1:1"}}]
        for then in actions:
            with self.subTest(str(then)):
                rule = {"match": {"operation": "GetObject", "bucket": "b", "key_prefix": "k", "access_key": "a"},
                        "when": {"skip": 1, "times": 2, "probability": 0.5, "seed": 7}, "then": then}
                added, = self.api("addFaults", 201, rule, world="rough")["faults"]
                self.assertEqual(added, self.api("getFault", 200, world="rough", fault=added["id"]))
                again = {name: added[name] for name in ("match", "when", "then")}
                replaced = self.api("replaceFault", 200, again, world="rough", fault=added["id"])
                self.assertEqual(replaced, added, "what is told can be given back")
        self.assertEqual(len(self.api("listFaults", 200, world="rough")["faults"]), len(actions))
        self.api("removeFault", 204, world="rough", fault=added["id"])
        for call, document in (("getFault", None), ("removeFault", None), ("replaceFault", rule)):
            self.api(call, 404, document, world="rough", fault=added["id"])
        self.api("addFaults", 400, {"then": {"eror": "SlowDown"}}, world="rough")
        self.api("clearFaults", 204, world="rough")
        self.api("addFaults", 201, [{"then": {"status": 500}}], world="rough")
        self.api("addFaults", 201, {"rules": [{"then": {"status": 500}}]}, world="rough")
        self.assertEqual(len(self.api("listFaults", 200, world="rough")["faults"]), 2)

    def test_profiles_can_all_be_put_in_force(self):
        self.world(name="profiled")
        for profile in self.api("listProfiles", 200)["profiles"]:
            with self.subTest(profile["name"]):
                added = self.api("addFaults", 201, {"profile": profile["name"]}, world="profiled")["faults"]
                self.assertEqual([fault["then"] for fault in added], [rule["then"] for rule in profile["rules"]])

    def test_the_journal_is_asked_waited_for_and_emptied(self):
        world = self.world(name="told")
        s3 = self.s3(world)
        s3.create_bucket(Bucket="photos")
        s3.put_object(Bucket="photos", Key="a b/\u00e4", Body=b"meow")
        with self.refuses("NoSuchKey"):
            s3.get_object(Bucket="photos", Key="nothing")
        self.assertEqual(len(self.api("getJournal", 200, world="told")["entries"]), 3)
        put, = self.api("getJournal", 200, world="told", query={"operation": "PutObject", "limit": 1})["entries"]
        self.assertEqual((put["key"], put["status"], put["verdict"]), ("a b/\u00e4", 200, "accepted"))
        self.assertNotIn(world["secret_key"], json.dumps(put))
        self.api("getJournal", 400, world="told", query={"opration": "PutObject"})
        waited = self.api("waitForJournal", 200, {"match": {"bucket": "photos"}, "count": 3}, world="told")
        self.assertEqual(waited["entries"][2]["code"], "NoSuchKey")
        late = self.api("waitForJournal", 408, {"match": {"status": 404}, "count": 2, "timeout_ms": 10}, world="told")
        self.assertEqual(len(late["entries"]), 1)
        self.assertEqual(len(self.api("getHar", 200, world="told")["log"]["entries"]), 3)
        self.api("getDefaultHar", 200, query={"status": 404})
        self.api("clearJournal", 204, world="told")
        self.assertEqual(self.api("getJournal", 200, world="told")["entries"], [])

    def test_contents_come_from_seeds_and_archives(self):
        seed = {"buckets": [{"name": "photos", "objects": [{"key": "cat", "text": "meow"}]}]}
        first = self.world(name="seeded", seed=seed)
        self.assertEqual(first["seeded"]["objects_put"], 1)
        self.assertEqual(self.api("seedWorld", 200, seed, world="seeded")["objects_put"], 0)
        self.api("seedWorld", 400, {"buckets": [{"name": "photos", "nmae": 1}]}, world="seeded")
        archive = self.api("exportWorld", 200, world="seeded")
        second = self.world(name="copied")
        self.api("importWorld", 204, body=archive, world="copied")
        self.assertEqual(self.s3(second).get_object(Bucket="photos", Key="cat")["Body"].read(), b"meow")
        self.api("importWorld", 400, body=archive[:700], world="copied")
        self.assertEqual(self.s3(second).get_object(Bucket="photos", Key="cat")["Body"].read(), b"meow")
        self.assertEqual(set(self.api("runLifecycle", 200, {}, world="copied").values()), {0})

    def test_pages_of_other_sites_and_strange_names_are_kept_out(self):
        self.api("listWorlds", 403, headers={"Origin": "https://evil.example"})
        self.api("createWorld", 403, {}, headers={"Sec-Fetch-Site": "cross-site"})
        self.api("listWorlds", 200, headers={"Origin": "http://localhost:3000"})

    def test_worlds_that_are_none_are_404_everywhere(self):
        for name, (_, path, _) in self.api.operations.items():
            if "{world}" in path and "requestBody" not in self.api.operations[name][2]:
                with self.subTest(name):
                    self.api(name, 404, world="none", snapshot="s", fault="f1")

    def test_too_long_a_document_is_refused_before_it_is_read(self):
        self.api("setClock", 413, body=b" " * 300_000, world="default")

    @classmethod
    def tearDownClass(cls):
        unmade = set(cls.api.operations) - cls.api.made
        if unmade:
            raise AssertionError(f"calls that nobody has made: {sorted(unmade)}")


class OwnAddress(unittest.TestCase):
    def test_with_control_the_api_has_a_port_of_its_own(self):
        with pail_process.serve(PAIL, "--control", "127.0.0.1:0") as server:
            with open(DOCUMENT, encoding="utf-8") as file:
                api = Api(server["control"], json.load(file))
            self.assertNotEqual(api.base.port, urlsplit(server["endpoint"]).port)
            self.assertEqual(api("createWorld", 201, {})["endpoint"], server["endpoint"], "S3 is where it was")
            s3 = Api(server["endpoint"] + "/_pail/v1/", api.document)
            status, fields, _ = s3.send("GET", "/_pail/v1/health")
            self.assertEqual((status, fields["Content-Type"]), (404, "application/xml"), "S3 alone: no such bucket")
            status, _, _ = api.send("GET", "/_pail/v1/worlds", headers={"Host": "rebound.evil.example"})
            self.assertEqual(status, 403)

    def test_a_token_opens_it_under_any_name(self):
        token = {"PAIL_CONTROL_TOKEN": "open sesame"}
        with pail_process.serve(PAIL, "--control", "127.0.0.1:0", environment=token) as server:
            with open(DOCUMENT, encoding="utf-8") as file:
                api = Api(server["control"], json.load(file))
            api("getHealth", 200)
            strange = {"Host": "pail.example", "Authorization": "Bearer open sesame"}
            api("getHealth", 200, headers=strange)
            api("getHealth", 403, headers={**strange, "Authorization": "Bearer open sesam"})


unittest.main()
