"""`pail run`: a command with an S3 of its own. What the command finds, what its end becomes, and what is said of it."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import pail_process
import parties

PAIL = sys.argv[1]
PYTHON = sys.executable


def run(*words, stdin=None, **environment):
    """(exit code, stdout, stderr) of `pail run WORDS`."""
    done = subprocess.run([PAIL, "run", *words], capture_output=True, text=True, input=stdin, timeout=60,
                          env=pail_process.clean_environment(**environment))
    return done.returncode, done.stdout, done.stderr


def sh(script, *options, **more):
    return run(*options, "--", "sh", "-c", script, **more)


SIGNED = ('curl -sS -o /dev/null --aws-sigv4 "aws:amz:$AWS_REGION:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
          ' -H "x-amz-content-sha256: UNSIGNED-PAYLOAD"')


class Command(unittest.TestCase):
    def variables(self, *options, **environment):
        code, output, _ = run(*options, "--", "env", "-0", **environment)
        self.assertEqual(code, 0)
        return dict(line.split("=", 1) for line in output.split("\0") if line)

    def test_it_finds_an_endpoint_and_keys(self):
        found = self.variables("--region", "eu-west-1")
        self.assertRegex(found["AWS_ENDPOINT_URL"], r"^http://127\.0\.0\.1:\d+$")
        self.assertEqual(found["AWS_ENDPOINT_URL_S3"], found["AWS_ENDPOINT_URL"])
        self.assertEqual(found["AWS_ACCESS_KEY_ID"], pail_process.ACCESS_KEY)
        self.assertEqual(found["AWS_SECRET_ACCESS_KEY"], pail_process.SECRET_KEY)
        self.assertEqual((found["AWS_REGION"], found["AWS_DEFAULT_REGION"]), ("eu-west-1", "eu-west-1"))
        self.assertEqual(found["AWS_EC2_METADATA_DISABLED"], "true")
        self.assertEqual(found["PAIL_CONTROL_URL"], found["AWS_ENDPOINT_URL"] + "/_pail/v1/")

    def test_it_finds_nothing_that_leads_elsewhere(self):
        elsewhere = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN",
                     "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]
        found = self.variables(**dict.fromkeys(elsewhere, "x"), AWS_ENDPOINT_URL="http://x", AWS_MAX_ATTEMPTS="9",
                               no_proxy="intern.example")
        self.assertEqual([name for name in elsewhere if name in found], [])
        self.assertNotEqual(found["AWS_ENDPOINT_URL"], "http://x")
        self.assertEqual(found["AWS_MAX_ATTEMPTS"], "9", "how a client retries is its own affair")
        self.assertEqual(found["no_proxy"], "127.0.0.1,localhost,.localhost,intern.example")

    def test_its_words_are_its_own(self):
        words = ["--report", "never", "--", "[a,b]", "", "put", "-x"]
        code, output, _ = run("--", PYTHON, "-c", "import sys; print(sys.argv[1:])", *words)
        self.assertEqual((code, output), (0, f"{words}\n"))

    def test_its_streams_are_untouched(self):
        self.assertEqual(sh("cat; echo said >&2", stdin="a\nb"), (0, "a\nb", "said\n"))

    def test_its_server_goes_with_it(self):
        _, endpoint, _ = sh('printf %s "$AWS_ENDPOINT_URL"')
        done = subprocess.run(["curl", "-s", endpoint], capture_output=True)
        self.assertEqual(done.returncode, 7, "curl: failed to connect")


class End(unittest.TestCase):
    def test_its_exit_code_is_passed_on(self):
        for code in (0, 1, 2, 42, 255):
            with self.subTest(code):
                self.assertEqual(sh(f"exit {code}"), (code, "", ""))

    def test_a_signal_is_128_and_its_number(self):
        self.assertEqual(sh("kill -KILL $$")[0], 128 + signal.SIGKILL)
        self.assertEqual(sh("kill -SEGV $$")[0], 128 + signal.SIGSEGV)

    def test_what_cannot_be_run_is_told_as_shells_do(self):
        code, _, errors = run("--", "no-such-command-anywhere")
        self.assertEqual((code, errors), (127, "pail: cannot run no-such-command-anywhere: No such file or directory\n"))
        code, _, errors = run("--", "/etc/passwd")
        self.assertEqual((code, errors), (126, "pail: cannot run /etc/passwd: Permission denied\n"))

    def test_calling_it_wrongly_is_2(self):
        for words, reason in [([], "no command"), (["--"], "no command"), (["true"], "true"),
                              (["--report", "loud", "--", "true"], "report"),
                              (["--profile", "flaky", "--", "true"], "flaky-1-percent"),
                              (["--fault", "/nowhere", "--", "true"], "/nowhere"),
                              (["--seed", "/nowhere", "--", "true"], "/nowhere"),
                              (["--now", "yesterday", "--", "true"], "yesterday")]:
            with self.subTest(words):
                code, output, errors = run(*words)
                self.assertEqual((code, output), (2, ""))
                self.assertIn(reason, errors)

    def test_signals_reach_it(self):
        program = ("import signal, sys\n"
                   "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n"
                   "    signal.signal(number, lambda number, _: sys.exit(100 + number))\n"
                   "print('ready', flush=True)\n"
                   "signal.pause()\n")
        for by in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(by):
                process = subprocess.Popen([PAIL, "run", "--", PYTHON, "-c", program], stdout=subprocess.PIPE,
                                           text=True, env=pail_process.clean_environment())
                self.assertEqual(process.stdout.readline(), "ready\n")
                process.send_signal(by)
                process.communicate(timeout=60)
                self.assertEqual(process.returncode, 100 + by)


class Report(unittest.TestCase):
    def test_nothing_is_said_when_nothing_failed(self):
        self.assertEqual(sh(SIGNED + ' "$AWS_ENDPOINT_URL/"'), (0, "", ""))
        self.assertEqual(sh(SIGNED + ' "$AWS_ENDPOINT_URL/"', "--report", "always"),
                         (0, "", "pail: none of 1 requests failed\n"))

    def test_failures_are_listed_with_code_and_reason(self):
        _, _, errors = sh(SIGNED + ' "$AWS_ENDPOINT_URL/" "$AWS_ENDPOINT_URL/photos/cat.jpg"; curl -s "$AWS_ENDPOINT_URL/cats"')
        lines = errors.splitlines()
        self.assertEqual(lines[0], "pail: 2 of 3 requests failed:")
        self.assertEqual(lines[1], "  GET /photos/cat.jpg 404 NoSuchBucket (GetObject)")
        self.assertEqual(lines[2], "  GET /cats 404 NoSuchBucket (ListObjects)")

    def test_it_may_be_silent(self):
        self.assertEqual(sh(SIGNED + ' "$AWS_ENDPOINT_URL/photos"', "--report", "never"), (0, "", ""))

    def test_it_is_bounded_and_counts_the_rest(self):
        _, _, errors = sh(f'for i in $(seq 25); do urls="$urls $AWS_ENDPOINT_URL/photos/$i"; done; {SIGNED} $urls')
        lines = errors.splitlines()
        self.assertEqual((len(lines), lines[0], lines[-1]), (22, "pail: 25 of 25 requests failed:", "  and 5 more"))

    def test_other_worlds_are_named(self):
        _, _, errors = sh('curl -sS -o /dev/null "${PAIL_CONTROL_URL}worlds" -d \'{"name": "other"}\';'
                          ' port=${AWS_ENDPOINT_URL##*:}; curl -s -H "Host: other.pail.localhost:$port" "$AWS_ENDPOINT_URL/cats"')
        self.assertRegex(errors, r"pail: 1 of 1 requests failed:\n  other: GET /cats 404 NoSuchBucket")


class Scene(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def file(self, name, document):
        path = self.folder / name
        path.write_text(json.dumps(document))
        return str(path)

    def test_faults_of_a_file_happen(self):
        rule = {"match": {"operation": "ListBuckets"}, "when": {"times": 1}, "then": {"error": "SlowDown"}}
        for document in (rule, [rule]):
            _, _, errors = sh(SIGNED + ' "$AWS_ENDPOINT_URL/" "$AWS_ENDPOINT_URL/"',
                              "--fault", self.file("rule.json", document))
            self.assertEqual(errors, "pail: 1 of 2 requests failed:\n  GET / 503 SlowDown (ListBuckets; fault f1)\n")

    def test_a_profile_is_in_force(self):
        for option in ("--profile", "--fault"):
            with self.subTest(option):
                _, output, _ = sh('curl -s "${PAIL_CONTROL_URL}worlds/default/faults"', option, "throttled")
                self.assertIn("SlowDown", output)

    def test_its_clock_may_stand(self):
        _, output, _ = sh('curl -sI "$AWS_ENDPOINT_URL/"', "--now", "2013-02-06T00:57:45Z")
        self.assertIn("Date: Wed, 06 Feb 2013 00:57:45 GMT", output)

    def test_a_seed_is_there_at_the_start(self):
        seed = self.file("seed.json", {"buckets": [{"name": "photos"}]})
        self.assertEqual(sh(SIGNED + ' "$AWS_ENDPOINT_URL/photos"', "--seed", seed), (0, "", ""))

    def test_the_journal_is_written_as_har(self):
        har = self.folder / "run.har"
        sh('curl -s "$AWS_ENDPOINT_URL/cats"', "--journal", str(har), "--report", "never")
        [entry] = json.loads(har.read_text())["log"]["entries"]
        self.assertEqual((entry["request"]["method"], entry["response"]["status"]), ("GET", 404))
        self.assertTrue(entry["request"]["url"].endswith("/cats"), entry["request"]["url"])


unittest.main(argv=sys.argv[:1], verbosity=2)
