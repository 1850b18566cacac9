"""The rules by which bench/versus counts: what it reads of other programs' output, medians and ratios, and what it writes into
docs/performance.md. Nothing here measures time."""
import json
import pathlib
import re
import struct
import sys
import unittest

TOP = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()
sys.path.insert(0, str(TOP / "bench"))
sys.dont_write_bytecode = True

from versus import bulk, document, load, measure, micro, plots, pour, report  # noqa: E402
from versus.questions import ORDER, durable_put, large_put  # noqa: E402


def sample(cpu_us, per_second=1.0):
    return measure.Sample(cpu_us, per_second)


def row(value, **limits):
    return measure.Row("q", "a job", "a goal", value, **limits)


SEEN = {"requests": 1000, "refused": 0, "broken": 0, "microseconds": 2_000_000, "bytes": 4 * 2**20, "p99_us": 300}


class Reading(unittest.TestCase):
    def test_wrks_line_is_found_among_its_words(self):
        text = 'Running 2s test\n  1 threads\n{"requests":5,"refused":1}\nTransfer/sec: 1\n'
        self.assertEqual(load.parse_wrk(text), {"requests": 5, "refused": 1})

    def test_the_lua_script_prints_what_a_sample_is_made_of(self):
        script = (TOP / "bench/requests/replay.lua").read_text()
        for name in ("requests", "microseconds", "bytes", "refused", "broken", "p99_us"):
            self.assertIn(f'"{name}":%d', script)

    def test_pail_benchs_object_becomes_wrks_words(self):
        told = {"job": "get", "requests": 100, "errors": 3, "seconds": 0.5, "per_second": 200.0, "bytes_per_second": 2048.0,
                "latency_us": {"p50": 1, "p90": 2, "p99": 3, "p999": 4, "max": 5}, "cpu_seconds": 0.25,
                "errors_by_code": {"SlowDown": 2, "NotSentInTime": 1}}
        for text in (json.dumps(told), json.dumps(told, indent=1) + "\n", "progress\n" + json.dumps(told)):
            seen = load.parse_bench(text)
            self.assertEqual((seen["requests"], seen["refused"], seen["late"], seen["microseconds"], seen["bytes"], seen["p99_us"],
                              seen["cpu_seconds"]), (100, 2, 1, 500_000, 1024, 3, 0.25))

    def test_openssl_speed(self):
        text = "+DT:md5:1:16384\n+R:35000:md5:1.000000\n+H:16384\n+F:22:md5:579123456.00\n"
        self.assertEqual(large_put.parse_speed(text), 579123456.0)

    def test_of_micro_benches_the_median_counts(self):
        rows = [{"run_name": "a", "aggregate_name": name, "cpu_time": time} for name, time in
                (("mean", 1), ("median", 2), ("stddev", 3))]
        self.assertEqual(micro.parse(json.dumps({"benchmarks": rows})), {"a": 2})

    def test_transactions_are_the_third_number_of_the_wal_index(self):
        self.assertEqual(durable_put.transactions(struct.pack("=IIII", 3007000, 0, 42, 1)), 42)

    def test_waiting_for_a_disk_is_idle(self):
        self.assertEqual(report.idle_and_all("cpu  1 2 3 40 50 6 7 8 0 0\ncpu0 9 9 9 9 9 9 9 9 0 0\n"), (90, 117))

    def test_heads_of_answers(self):
        self.assertEqual(bulk.parse_head(b"HTTP/1.1 200 OK\r\nETag: \"a:b\"\r\nContent-Length: 7"),
                         (200, {"etag": '"a:b"', "content-length": "7"}))

    def test_answers_in_a_pipeline_are_counted_and_the_rest_kept(self):
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        for tail in (b"", b"HTTP/1.1 20", answer[:-1]):
            self.assertEqual(pour.count_answers(answer * 3 + tail), (3, tail))

    def test_an_answer_that_is_no_success_is_not_counted(self):
        with self.assertRaises(RuntimeError):
            pour.count_answers(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


class Counting(unittest.TestCase):
    def test_cpu_and_rates_are_per_request_and_second(self):
        got = measure.sample_of("s", SEEN, 0.5)
        self.assertEqual((got.cpu_us, got.per_second, got.bytes_per_second, got.cpu_ms_per_mib), (500, 500, 2 * 2**20, 125))

    def test_a_round_with_one_bad_answer_proves_nothing(self):
        for fault in ({"refused": 1}, {"broken": 1}, {"requests": 0}, {"late": 11}):
            with self.assertRaises(measure.Broken, msg=fault):
                measure.sample_of("s", {**SEEN, **fault}, 0.5)

    def test_a_few_that_the_end_came_upon_do_not_matter(self):
        self.assertEqual(measure.sample_of("s", {**SEEN, "late": 10}, 0.5).late, 10)

    def test_a_ratio_is_of_medians(self):
        ours, theirs = [sample(each) for each in (1, 2, 90)], [sample(each) for each in (4, 4, 0.1)]
        self.assertEqual(measure.ratio(ours, theirs, "cpu_us"), 0.5)

    def test_sides_take_turns_and_the_first_round_is_not_kept(self):
        asked = []
        sides = [lambda name=name: asked.append(name) or len(asked) for name in "ab"]
        self.assertEqual(measure.interleaved(sides, 2), [[3, 5], [4, 6]])
        self.assertEqual(asked, list("ababab"))

    def test_verdicts(self):
        for value, limits, verdict in ((1.0, {"most": 1.0}, "ok"), (1.01, {"most": 1.0}, "MISS"), (0.8, {"least": 0.8}, "ok"),
                                       (0.79, {"least": 0.8}, "MISS"), (5, {}, "")):
            self.assertEqual(row(value, **limits).verdict, verdict, (value, limits))


def told(when="2026-01-01T00:00:00", **questions):
    whole = {name: {"rows": [], "curves": {}, "skipped": [], "failed": None, **answer} for name, answer in questions.items()}
    facts = {"processor": "P", "processors": 2, "sha_ni": True, "memory_gib": 3, "busy_before": 0.01, "kernel": "k", "nginx": "n", "wrk": "w", "openssl": "o"}
    return {"when": when, "machine": facts, "pail": "pail 1", "rounds": 5, "seconds": 2, "quick": False, "questions": whole}


def told_row(job, verdict="ok"):
    return {"job": job, "goal": "<= 1 x", "value": 0.5, "unit": "x", "verdict": verdict, "ours": "1 us", "theirs": "2 us"}


class Document(unittest.TestCase):
    PAGE = "By hand.\n<!-- begin: a -->\nold\n<!-- end: a -->\nMore.\n<!-- begin: b -->\n<!-- end: b -->\n"

    def test_only_what_stands_between_the_markers_changes(self):
        self.assertEqual(document.replaced(self.PAGE, {"a": "new", "b": "1\n2\n"}),
                         "By hand.\n<!-- begin: a -->\nnew\n<!-- end: a -->\nMore.\n<!-- begin: b -->\n1\n2\n<!-- end: b -->\n")

    def test_twice_is_once(self):
        parts = {"a": "a \\1 of it", "b": "x"}
        once = document.replaced(self.PAGE, parts)
        self.assertEqual(document.replaced(once, parts), once)

    def test_markers_that_do_not_fit_are_refused(self):
        for page, parts in ((self.PAGE, {"a": "x"}), (self.PAGE, {"a": "x", "b": "x", "c": "x"}),
                            (self.PAGE.replace("<!-- end: b -->", ""), {"a": "x"}), (self.PAGE.replace("end: a", "end: b"), {"b": "x"})):
            with self.assertRaises(document.BadMarkers):
                document.replaced(page, parts)

    def test_of_several_runs_the_newest_answer_counts(self):
        early = told("2026-01-01", latency={"rows": [1]}, start={"rows": [2]})
        late = told("2026-01-02", latency={"rows": [3]})
        both = document.merged([late, early])
        self.assertEqual([both["questions"][name]["rows"] for name in ("latency", "start")], [[3], [2]])
        self.assertEqual(both["when"], "2026-01-02")

    def test_the_table_shows_every_row_in_order_and_says_what_is_missing(self):
        text = document.table(told(start={"rows": [told_row("second", "MISS")]}, latency={"rows": [told_row("first")]},
                                   peers={"skipped": ["moto: not here"]}, verify={"failed": "E: bad\nmore"}))
        self.assertLess(text.index("first"), text.index("second"))
        self.assertIn("| second | <= 1 x | 0.50 x | **MISS** | 1 us | 2 us |", text)
        self.assertIn("1 of 2 goals reached.", text)
        for note in ("- moto: not here", "- E: bad", "- large_get: not asked"):
            self.assertIn(note + "\n", text + "\n")

    def test_a_curve_stands_beside_the_others_of_its_name(self):
        points = [{"x": 1000, "cpu_us": 1.5, "rss_mib": 2}]
        curves = {"connections": points, "connections, nginx": points}
        self.assertIn("| 1,000 | 1.50 us | 2.0 MiB | 1.50 us | 2.0 MiB |",
                      document.curve_table("connections", told(growth_connections={"curves": curves})))
        script = plots.script("connections", curves, "f.svg")
        self.assertIn('title "CPU, nginx"', script)
        self.assertIn("1000 1.5 2\n", script)

    def test_the_page_has_a_place_for_every_part(self):
        page = (TOP / "docs/performance.md").read_text()
        document.replaced(page, document.parts_of(told()))
        for name in plots.TITLES:
            self.assertIn(f"performance/{name}.svg", page)

    def test_every_question_has_its_place_in_the_order(self):
        files = {file.stem for file in (TOP / "bench/versus/questions").glob("[a-z]*.py")}
        self.assertEqual(files, set(ORDER))
        for name in files:
            self.assertTrue(re.search(r"^def ask\(bench\):", (TOP / f"bench/versus/questions/{name}.py").read_text(), re.M), name)


unittest.main()
