"""`pail bench` as its users type it, against a server of its own: what each job leaves behind, what it writes, and what a
comparison says."""
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.request
import xml.etree.ElementTree

import pail_process

PAIL = sys.argv[1]
SHORT = {"--duration": "200ms", "--concurrency": "4", "--size": "1KiB", "--objects": "20"}
JOBS = {"put": ["put"], "get": ["get"], "head": ["head"], "list": ["list"], "delete": ["delete"], "mixed": ["put", "get"],
        "multipart": ["create", "part", "complete"]}


class Bench(unittest.TestCase):
    """A server, a bucket with an object of somebody else's, and a folder for each test."""

    def setUp(self):
        self.server = self.enterContext(pail_process.serve(PAIL, "--log-level", "off"))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.environment = pail_process.clean_environment(HOME=str(self.folder), AWS_ENDPOINT_URL=self.server["endpoint"])
        (self.folder / "theirs").write_text("theirs")
        self.run_pail("mb", "s3://bucket")
        self.run_pail("put", "theirs", "s3://bucket/x/0000000")

    def run_pail(self, *words, code=0):
        done = subprocess.run([PAIL, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done.stdout

    def bench(self, *words, code=0):
        return json.loads(self.run_pail(*self.short("bench", *words, "--json"), code=code))

    def short(self, *words):
        return (*words, *(word for option, value in SHORT.items() if option not in words for word in (option, value)))

    def requests(self):
        with urllib.request.urlopen(f"{self.server['control']}worlds/default/journal?limit=1000") as answer:
            return json.loads(answer.read())["entries"]

    def test_every_job_in_every_form_succeeds_and_leaves_only_what_was_there(self):
        before = self.run_pail("ls", "-r", "s3://bucket")
        for job, rows in JOBS.items():
            for form in (("--signature", "v2"), ("--signature", "v4", "--threads", "2"),
                         ("--signature", "v2", "--presigned"), ("--presigned",)):
                with self.subTest(job, form=form):
                    result = self.bench(job, "s3://bucket/x", *form)
                    self.assertGreater(result["requests"], 0)
                    self.assertEqual((result["errors"], result["errors_by_code"]), (0, {}))
                    self.assertEqual([row["operation"] for row in result["operations"]], rows)
        self.assertEqual(self.run_pail("ls", "-r", "s3://bucket"), before)

    def test_without_a_url_it_makes_a_bucket_and_removes_it(self):
        self.bench("mixed", "--mix", "put=2,get=2,head=1,list=1,delete=1")
        self.assertEqual(self.run_pail("ls").count("\n"), 1)

    def test_every_object_is_deleted_once_in_all_rounds_together(self):
        result = self.bench("delete", "s3://bucket", "--rounds", "3")
        self.assertEqual((result["requests"], len(result["rounds"])), (18, 3))
        deleted = [entry for entry in self.requests() if entry["operation"] == "DeleteObject"]
        self.assertEqual(len({entry["key"] for entry in deleted}), len(deleted))

    def test_prepared_writes_and_removes_nothing_of_its_own(self):
        self.bench("put", "s3://bucket/p/", "--prepared", "--requests", "20")
        before = self.run_pail("ls", "-r", "s3://bucket")
        self.assertEqual(before.count("\n"), 1 + 20)
        result = self.bench("get", "s3://bucket/p/", "--prepared")
        self.assertEqual((result["errors"], result["bytes_per_second"] > 0), (0, True))
        self.bench("head", "s3://bucket/p/", "--prepared")
        self.assertEqual(self.run_pail("ls", "-r", "s3://bucket"), before)

    def test_errors_are_counted_by_their_code(self):
        result = self.bench("get", "s3://bucket/none/", "--prepared", "--requests", "7", code=1)
        self.assertEqual((result["requests"], result["errors_by_code"]), (0, {"NoSuchKey": 7}))
        result = self.bench("head", "s3://bucket/none/", "--prepared", "--requests", "7", code=1)
        self.assertEqual(result["errors_by_code"], {"HTTP 404": 7}, "an answer to HEAD has no code")

    def test_a_flipped_key_is_refused(self):
        self.environment["AWS_ACCESS_KEY_ID"], self.environment["AWS_SECRET_ACCESS_KEY"] = pail_process.ACCESS_KEY, "wrong"
        for form in (("--signature", "v2"), ("--signature", "v4"), ("--presigned",)):
            result = self.bench("get", "s3://bucket/x/", "--prepared", "--requests", "5", *form, code=1)
            self.assertEqual(result["errors_by_code"], {"SignatureDoesNotMatch": 5})

    def test_the_same_seed_asks_for_the_same(self):
        def keys(seed):
            urllib.request.urlopen(urllib.request.Request(f"{self.server['control']}worlds/default/journal", method="DELETE"))
            self.bench("get", "s3://bucket/none/", "--prepared", "--requests", "12", "--seed", seed, "--concurrency", "1", code=1)
            return [entry["key"] for entry in self.requests() if entry["operation"] == "GetObject"]
        self.assertEqual(keys("7"), keys("7"))
        self.assertNotEqual(keys("7"), keys("8"))

    def test_a_rate_is_kept(self):
        result = self.bench("get", "--rate", "500", "--requests", "51")
        self.assertEqual(result["requests"], 51)
        self.assertGreaterEqual(result["seconds"], 0.1, "the last was to begin then")

    def test_what_is_printed_as_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.run_pail(*self.short("bench", "mixed", "--csv")))))
        self.assertEqual([row["operation"] for row in rows], ["put", "get", "all"])
        self.assertEqual(sum(int(row["requests"]) for row in rows[:2]), int(rows[2]["requests"]))

    def test_two_sides_are_measured_in_turn_and_compared(self):
        both = self.bench("get", "--rounds", "5", "--duration", "50ms", "--against", "v2,concurrency=2", "--save", "a.json",
                          "--save-against", "b.json", "--plot", "both.svg")
        self.assertEqual([result["settings"]["signature"] for result in both["results"]], ["v4", "v2"])
        self.assertEqual([len(result["rounds"]) for result in both["results"]], [5, 5])
        self.assertTrue(both["comparison"]["interleaved"])
        self.assertEqual(len(xml.etree.ElementTree.parse(self.folder / "both.svg").findall(".//{*}polyline")), 8)
        said = self.run_pail("bench", "compare", "a.json", "b.json")
        self.assertNotIn("not measured in turn", said)
        self.assertEqual(said, self.run_pail("bench", "compare", "a.json", "b.json"))
        again = json.loads(self.run_pail("bench", "compare", "a.json", "b.json", "--json"))["comparisons"][0]
        at_once = both["comparison"]["per_second"]
        for one, other in zip(again["per_second"]["interval_95"], at_once["interval_95"]):
            self.assertAlmostEqual(one, other, 9, "the same numbers, the same answer")

    def test_files_of_different_runs_are_compared_with_a_warning(self):
        for name in ("a.json", "b.json"):
            self.bench("get", "--save", name, "--duration", "500ms")
        said = self.run_pail("bench", "compare", "a.json", "b.json")
        self.assertIn("They were not measured in turn", said)
        self.assertEqual(self.run_pail("bench", "compare", "a.json", "a.json", "--check").count("no difference beyond the noise"), 3)

    def test_a_comparison_can_fail_a_script(self):
        self.bench("get", "--save", "a.json")
        result = json.loads((self.folder / "a.json").read_text())
        for name, rate in (("a.json", 1000), ("slow.json", 500)):
            for number, sample in enumerate(result["intervals"]):
                sample.update(requests=1, per_second=rate * (1 + number / 100), seconds=0, second=0)
            (self.folder / name).write_text(json.dumps(result))
        self.assertIn("50.0 % fewer requests/s", self.run_pail("bench", "compare", "a.json", "slow.json", "--check", code=1))
        self.assertIn("100.0 % more requests/s", self.run_pail("bench", "compare", "slow.json", "a.json", "--check"))

    def test_a_saved_result_never_takes_the_place_of_a_link(self):
        (self.folder / "a.json").write_text("before")
        (self.folder / "link.json").symlink_to("a.json")
        self.bench("get", "--save", "link.json")
        self.assertTrue((self.folder / "link.json").is_symlink())
        self.assertEqual(json.loads((self.folder / "a.json").read_text())["job"], "get")
        self.run_pail(*self.short("bench", "get", "--save", "none/a.json"), code=1)

    def test_what_cannot_be_compared(self):
        self.bench("get", "--save", "a.json")
        self.bench("head", "--save", "h.json")
        (self.folder / "no.json").write_text("{}")
        self.run_pail("bench", "compare", "a.json", "h.json", code=2)
        self.run_pail("bench", "compare", "a.json", "no.json", code=1)
        self.run_pail("bench", "compare", "a.json", "missing.json", code=1)

    def test_signatures_are_made_and_judged_without_a_server(self):
        for job in ("sign", "verify"):
            for form in (("--signature", "v2"), ("--signature", "v4"), ("--signature", "v2", "--presigned"), ("--presigned",)):
                with self.subTest(job, form=form):
                    result = json.loads(self.run_pail("bench", job, *form, "--duration", "100ms", "--threads", "2", "--json"))
                    self.assertGreater(result["per_second"], 1000)
                    self.assertEqual(result["errors"], 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
